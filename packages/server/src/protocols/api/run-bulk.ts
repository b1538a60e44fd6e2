import { type BulkAction, BulkAnswer, BulkRequest } from '@runloom/model';
import type { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import type { RunRow } from '../../domains/runs/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findListing, findRuns, type Listing } from './run-listing.ts';
import { filterOf } from './run-table.ts';

/** Runs of one request: a few seconds of work at most. */
const RUNS_AT_ONCE = 200;

/** What takes runs out of their project. */
const TAKES_AWAY: ReadonlySet<BulkAction['kind']> = new Set(['delete', 'move']);

/** One change of many runs, chosen by name or by what a filter means. */
export function runBulkRoutes(deps: ApiDeps): ApiRoute[] {
  const { runs } = deps;
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
        const needed = TAKES_AWAY.has(body.action.kind) ? 'delete' : 'write';
        const listing = await findListing(deps, actor, params, body.alsoFrom, needed);
        const { selection } = body;
        const after = body.after ?? 0;
        const { projects, nameOf, part } =
          'runs' in selection
            ? await namedPart(actor, listing, selection.runs, after)
            : {
                ...listing,
                part: await runs.listBehind(
                  listing.projects,
                  filterOf(selection.filter),
                  after,
                  RUNS_AT_ONCE,
                ),
              };
        const byId = new Map(projects.map((project) => [project.id, project]));
        const left = new Set('except' in selection ? selection.except : []);
        const failed: { run: string; message: string }[] = [];
        let done = 0;
        for (const run of part) {
          const project = byId.get(run.projectId);
          if (project === undefined || left.has(nameOf(run))) continue;
          try {
            await change(deps, actor, project, run, body.action);
            done += 1;
          } catch (error) {
            // What is refused of one run must not keep the others from being changed.
            if (!(error instanceof RunloomError) || error.code === 'unavailable') throw error;
            failed.push({ run: nameOf(run), message: error.message });
          }
        }
        const last = part.at(-1);
        return { done, failed, next: part.length < RUNS_AT_ONCE || !last ? null : last.id };
      },
    }),
  ];

  /** The runs behind `after` of those that are named, in the order of their ids. */
  async function namedPart(
    actor: Actor,
    { projects: [home] }: Listing,
    names: readonly string[],
    after: number,
  ): Promise<Listing & { readonly part: readonly RunRow[] }> {
    const named = await findRuns(deps, actor, home, names);
    const ids = named.runs
      .map(({ id }) => id)
      .filter((id) => id > after)
      .sort((a, b) => a - b)
      .slice(0, RUNS_AT_ONCE);
    return { ...named, part: await runs.rowsOf(named.projects, ids, []) };
  }
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
