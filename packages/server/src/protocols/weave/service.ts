import { z } from 'zod';
import { RunloomError } from '../../platform/errors.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { openProject } from './projects.ts';
import { post, type WeaveRoute } from './route.ts';

/** Clients older than this are told to be updated; all that speak the protocol will do. */
const OLDEST_PYTHON_CLIENT = '0.0.1';

const STATS = z.object({ project_id: z.string() });

/** What the server is, and how much a project holds. */
export function serviceRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    { method: 'GET', path: '/health', isPublic: true, handle: async () => ({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/server_info',
      isPublic: true,
      handle: async () => ({
        min_required_weave_python_version: OLDEST_PYTHON_CLIENT,
        trace_server_version: deps.version,
      }),
    },
    // References stay as clients write them, so that there are no inner ids of projects to tell.
    // Clients that are told so take digests of references as they stand.
    post('/service/projects_info', async () => {
      throw new RunloomError('not_found', 'This server takes digests of references as they stand.');
    }),
    post('/project/stats', async ({ actor, body }) => {
      const project = await openProject(deps, actor, body(STATS).project_id, 'read');
      const { totalStorageBytes } = await deps.calls.count(project.id, {
        includesTotalStorageSize: true,
      });
      const versions = await deps.objects.query(project.id, { metadataOnly: true });
      return {
        trace_storage_size_bytes: totalStorageBytes ?? 0,
        objects_storage_size_bytes: versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        files_storage_size_bytes: await deps.objects.fileBytes(project.id),
      };
    }),
  ];
}
