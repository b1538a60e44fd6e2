import { z } from 'zod';
import type { WeaveDependencies } from './dependencies.ts';
import { openProject } from './projects.ts';
import { get, post, put, type WeaveRoute } from './route.ts';

const TAGS = z.object({ project_id: z.string(), tags: z.array(z.string()).max(1000) });
const ALIASES = z.object({ project_id: z.string(), aliases: z.array(z.string()).max(1000) });
const NEW_ALIASES = ALIASES.extend({ digest: z.string() });
const OF_PROJECT = z.object({ project_id: z.string() });

/** Tags and aliases of objects. */
export function labelRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { objects } = deps;
  return [
    put('/objs/:object/versions/:digest/tags', async ({ actor, params, body }) => {
      const { project_id, tags } = body(TAGS);
      const { id } = await openProject(deps, actor, project_id, 'write');
      await objects.addTags(id, params['object'] ?? '', params['digest'] ?? '', tags);
      return {};
    }),
    post('/objs/:object/versions/:digest/tags/remove', async ({ actor, params, body }) => {
      const { project_id, tags } = body(TAGS);
      const { id } = await openProject(deps, actor, project_id, 'write');
      await objects.removeTags(id, params['object'] ?? '', params['digest'] ?? '', tags);
      return {};
    }),
    put('/objs/:object/aliases', async ({ actor, params, body }) => {
      const { project_id, aliases, digest } = body(NEW_ALIASES);
      const { id } = await openProject(deps, actor, project_id, 'write');
      await objects.setAliases(id, params['object'] ?? '', digest, aliases);
      return {};
    }),
    post('/objs/:object/aliases/remove', async ({ actor, params, body }) => {
      const { project_id, aliases } = body(ALIASES);
      const { id } = await openProject(deps, actor, project_id, 'write');
      await objects.removeAliases(id, params['object'] ?? '', aliases);
      return {};
    }),
    get('/tags', async ({ actor, query }) => {
      const { id } = await openProject(deps, actor, query(OF_PROJECT).project_id, 'read');
      return { tags: await objects.listTags(id) };
    }),
    get('/aliases', async ({ actor, query }) => {
      const { id } = await openProject(deps, actor, query(OF_PROJECT).project_id, 'read');
      return { aliases: await objects.listAliases(id) };
    }),
  ];
}
