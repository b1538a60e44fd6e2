import { ModelProviderInput, ModelProviderList, ModelProviderView } from '@runloom/model';
import type { ModelProvider } from '../../domains/providers/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Where models are asked, by owner of projects. */
export function modelProviderRoutes({ providers }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/model-providers',
      summary: 'Providers of models of a user or team; never their keys',
      policy: 'signed-in',
      answer: { json: ModelProviderList },
      handle: async ({ actor, params }) => ({
        providers: (await providers.list(actor, params.entity)).map(view),
      }),
    }),
    defineRoute({
      method: 'PUT',
      path: '/entities/{entity}/model-providers/{name}',
      summary: 'Add or change a provider of models; another address needs the key again',
      policy: 'signed-in',
      body: ModelProviderInput,
      answer: { json: ModelProviderView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const put = await providers.put(actor, params.entity, params.name, body);
        reply.code(put.created ? 201 : 200);
        return view(put.value);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/entities/{entity}/model-providers/{name}',
      summary: 'Remove a provider of models, and its key',
      policy: 'signed-in',
      answer: 'nothing',
      handle: ({ actor, params }) => providers.remove(actor, params.entity, params.name),
    }),
  ];
}

const view = (provider: ModelProvider): ModelProviderView => ({
  ...provider,
  models: [...provider.models],
});
