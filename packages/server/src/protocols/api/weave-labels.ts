import { z } from 'zod';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const OBJECT = '/projects/{entity}/{project}/weave-objects/object/{name}';

/** Tags and aliases of the versions of objects. */
export function weaveLabelRoutes({ projects, objects }: ApiDeps): ApiRoute[] {
  const open = async (
    actor: Parameters<typeof projects.find>[0],
    params: { readonly entity: string; readonly project: string },
  ) => (await projects.find(actor, params.entity, params.project, 'write')).id;
  return [
    defineRoute({
      method: 'PUT',
      path: `${OBJECT}/aliases/{alias}`,
      summary:
        'Let an alias stand for a version of an object; it is taken from the one it stood for',
      policy: 'checked-by-domain',
      body: z.object({ version: z.string().min(1).max(128) }),
      answer: 'nothing',
      async handle({ actor, params, body }) {
        const project = await open(actor, params);
        await objects.setAliases(project, params.name, body.version, [params.alias]);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${OBJECT}/aliases/{alias}`,
      summary: 'Take an alias away',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        await objects.removeAliases(await open(actor, params), params.name, [params.alias]);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${OBJECT}/versions/{version}/tags/{tag}`,
      summary: 'Add a tag to a version of an object',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await open(actor, params);
        await objects.addTags(project, params.name, params.version, [params.tag]);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${OBJECT}/versions/{version}/tags/{tag}`,
      summary: 'Take a tag off a version of an object',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await open(actor, params);
        await objects.removeTags(project, params.name, params.version, [params.tag]);
      },
    }),
  ];
}
