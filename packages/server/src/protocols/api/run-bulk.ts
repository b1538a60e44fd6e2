import { type BulkAction, BulkAnswer, BulkRequest } from '@runloom/model';
import type { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Project, ProjectId } from '../../domains/projects/index.ts';
import type { RunRow } from '../../domains/runs/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findListing, findRuns, type Listing, type NameOf } from './run-listing.ts';
import { filterOf } from './run-table.ts';

/** Runs of one request: a few seconds of work at most. */
const RUNS_AT_ONCE = 200;

/** What takes runs out of their project. */
const TAKES_AWAY: ReadonlySet<BulkAction['kind']> = new Set(['delete', 'move']);

/** Runs of one request, with the projects that its selection is about. */
interface Part {
  readonly projects: readonly Project[];
  readonly nameOf: NameOf;
  readonly part: readonly RunRow[];
}

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
        const listing = await findListing(deps, actor, params, body.alsoFrom);
        const { selection } = body;
        const after = body.after ?? 0;
        const { projects, nameOf, part }: Part =
          'runs' in selection
            ? await namedPart(actor, listing, selection.runs, after)
            : {
                projects: listing.projects,
                nameOf: listing.nameOf,
                part: await runs.listBehind(
                  listing.projects,
                  filterOf(selection.filter),
                  after,
                  RUNS_AT_ONCE,
                ),
              };
        const refusals = await refusalsIn(actor, projects, body.action.kind);
        const byId = new Map(projects.map((project) => [project.id, project]));
        const left = new Set('except' in selection ? selection.except : []);
        const failed: { run: string; message: string }[] = [];
        let done = 0;
        for (const run of part) {
          const project = byId.get(run.projectId);
          if (project === undefined || left.has(nameOf(run))) continue;
          const refusal = refusals.get(project.id);
          if (refusal !== undefined) {
            failed.push({ run: nameOf(run), message: refusal });
            continue;
          }
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

  /**
   * What is said of the runs of each project in which the actor may not do this. Each run is changed
   * by the rights in its own project, whichever project's page it was asked for on.
   * @throws RunloomError('forbidden') when they may do it in none of them
   */
  async function refusalsIn(
    actor: Actor,
    projects: readonly Project[],
    kind: BulkAction['kind'],
  ): Promise<ReadonlyMap<ProjectId, string>> {
    const needed = TAKES_AWAY.has(kind) ? 'delete' : 'write';
    const refusals = new Map<ProjectId, string>();
    let first: RunloomError | null = null;
    for (const project of projects) {
      try {
        await deps.projects.get(actor, project.id, needed);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        first ??= error;
        refusals.set(project.id, `${project.entityName}/${project.name}: ${error.message}`);
      }
    }
    if (first !== null && refusals.size === projects.length) throw first;
    return refusals;
  }

  /** The runs behind `after` of those that are named, in the order of their ids. */
  async function namedPart(
    actor: Actor,
    { projects: [home] }: Listing,
    names: readonly string[],
    after: number,
  ): Promise<Part> {
    const named = await findRuns(deps, actor, home, names);
    const owners = new Set(named.runs.map(({ projectId }) => projectId));
    const projects = named.projects.filter(({ id }) => owners.has(id));
    const ids = named.runs
      .map(({ id }) => id)
      .filter((id) => id > after)
      .sort((a, b) => a - b)
      .slice(0, RUNS_AT_ONCE);
    return {
      projects: projects.length === 0 ? [home] : projects,
      nameOf: named.nameOf,
      part: await runs.rowsOf(named.projects, ids, []),
    };
  }
}

const isRefusal = (error: unknown): error is RunloomError =>
  error instanceof RunloomError && ['forbidden', 'unauthenticated'].includes(error.code);

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
