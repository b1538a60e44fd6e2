import { Freed, RunView, TrashList } from '@runloom/model';
import type { RunId } from '../../domains/runs/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import type { RunViews } from './run-view.ts';

/** Deleted runs: what there is, taking one back, removing one for good. */
export function trashRoutes(deps: ApiDeps, views: RunViews): ApiRoute[] {
  const { projects, runs, lifecycle, live } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/trash',
      summary: 'Deleted runs of a project, last deleted first',
      policy: 'checked-by-domain',
      answer: { json: TrashList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const deleted = await runs.listTrash(project);
        return {
          runs: deleted.map(({ run, deletedAt }) => ({
            id: run.id,
            name: run.name,
            displayName: run.displayName,
            state: run.state,
            createdAt: run.createdAt,
            deletedAt,
            expiresAt: deletedAt + lifecycle.retentionMs,
          })),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/trash/{id}/restore',
      summary: 'Take a run back from the trash',
      policy: 'checked-by-domain',
      answer: { json: RunView },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        const run = await runs.restore(actor, project, readId(params.id));
        live.publish({ kind: 'run', projectId: project.id, run });
        return views.one(run);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/projects/{entity}/{project}/trash/{id}',
      summary: 'Remove a deleted run for good; answers what was freed',
      policy: 'checked-by-domain',
      answer: { json: Freed },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        return lifecycle.purge(actor, project, readId(params.id));
      },
    }),
  ];
}

function readId(text: string): RunId {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id as RunId;
  throw notFound('The deleted run');
}
