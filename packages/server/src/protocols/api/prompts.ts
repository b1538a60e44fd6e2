import { PromptInput, PublishedVersion } from '@runloom/model';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** New versions of prompts; they are read as the objects that they are. */
export function promptRoutes({ projects, prompts }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/prompts/{name}/versions',
      summary: 'Publish a version of a prompt',
      policy: 'checked-by-domain',
      body: PromptInput,
      answer: { json: PublishedVersion },
      async handle({ actor, params, body }) {
        const { id } = await projects.find(actor, params.entity, params.project, 'write');
        return prompts.publish(actor, id, params.name, body);
      },
    }),
  ];
}
