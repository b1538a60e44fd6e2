import { type BulkAction, BulkAnswer, BulkRequest } from '@runloom/model';
import type { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import type { RunRow } from '../../domains/runs/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { filterOf } from './run-table.ts';

/** Runs of one request: a few seconds of work at most. */
const RUNS_AT_ONCE = 200;

/** One change of many runs, chosen by name or by what a filter means. */
export function runBulkRoutes(deps: ApiDeps): ApiRoute[] {
  const { projects, runs } = deps;
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/runs/bulk',
      summary:
        'Tag, stop, move or delete many runs, part by part: ask again with `after` until `next` is null',
      policy: 'checked-by-domain',
      body: BulkRequest,
      answer: { json: BulkAnswer },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const { selection, after } = body;
        const filter =
          'runs' in selection
            ? ({
                kind: 'in',
                field: { kind: 'attribute', name: 'name' },
                values: selection.runs,
              } as const)
            : filterOf(selection.filter);
        const part = await runs.listBehind(project, filter, after ?? 0, RUNS_AT_ONCE);
        const left = new Set('except' in selection ? selection.except : []);
        const failed: { run: string; message: string }[] = [];
        let done = 0;
        for (const run of part) {
          if (left.has(run.name)) continue;
          try {
            await change(deps, actor, project, run, body.action);
            done += 1;
          } catch (error) {
            // What is refused of one run must not keep the others from being changed.
            if (!(error instanceof RunloomError) || error.code === 'unavailable') throw error;
            failed.push({ run: run.name, message: error.message });
          }
        }
        const last = part.at(-1);
        return { done, failed, next: part.length < RUNS_AT_ONCE || !last ? null : last.id };
      },
    }),
  ];
}

async function change(
  { runs, lifecycle, live }: ApiDeps,
  actor: Actor,
  project: Project,
  { id, name, tags }: RunRow,
  action: z.output<typeof BulkAction>,
): Promise<void> {
  switch (action.kind) {
    case 'tag': {
      const removed = new Set(action.remove);
      const wanted = [...tags.filter((tag) => !removed.has(tag)), ...action.add];
      const run = await runs.update(actor, project, name, { tags: wanted });
      live.publish({ kind: 'run', projectId: project.id, run });
      return;
    }
    case 'stop': {
      await runs.requestStop(actor, id);
      const { run } = await runs.get(actor, id, 'read');
      live.publish({ kind: 'run', projectId: project.id, run });
      return;
    }
    case 'delete':
      await runs.remove(actor, id);
      live.publish({ kind: 'removed', projectId: project.id, runId: id, runName: name });
      return;
    case 'move':
      await lifecycle.move(actor, project, name, {
        entityName: action.entity,
        projectName: action.project,
      });
  }
}
