import { randomInt } from 'node:crypto';
import { invalid, notFound, RunloomError, unavailable } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import {
  type Actor,
  authorOf,
  defaultEntityName,
  missingFor,
  type UserActor,
} from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import {
  changeByProgress,
  changeByUpsert,
  checkJson,
  checkRunName,
  differing,
  givenTexts,
  type RunChange,
} from './change.ts';
import { generateDisplayName } from './display-name.ts';
import { createLifecycle } from './lifecycle.ts';
import { type RunId, withWriter } from './lineage.ts';
import { createRunLists } from './lists.ts';
import type { ReadExtremes } from './search/extreme-index.ts';
import { createSilenceWatch } from './silence.ts';
import { canStop, stateAfterSilence } from './state.ts';
import { createRunStore, type RunWriter } from './store.ts';
import { normalizeTags } from './text.ts';
import type { Run, RunProgress, Runs, UpsertRunInput } from './types.ts';

/** Where runs go whose client names no project; also what the client itself says then. */
const DEFAULT_PROJECT = 'uncategorized';

const noExtremes: ReadExtremes = async () => new Map();

/**
 * Runs over the metadata store.
 * @param deps.clock milliseconds since the epoch
 * @param deps.monotonicClock milliseconds that only grow, whatever happens to the wall clock
 */
export function createRuns(deps: {
  metadata: MetadataStore;
  projects: Projects;
  clock?: () => number;
  monotonicClock?: () => number;
  /** Least and greatest values of metrics, for lists that are sorted by them. */
  readExtremes?: ReadExtremes;
}): Runs {
  const { projects } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createRunStore(deps.metadata);
  const silence = createSilenceWatch(clock, deps.monotonicClock ?? (() => performance.now()));

  async function upsert(
    actor: Actor,
    input: UpsertRunInput,
  ): Promise<{ run: Run; project: Project; inserted: boolean }> {
    const user = signedIn(actor);
    checkJson(input);
    if (input.id !== null && input.id !== undefined) {
      const { run, project } = await get(actor, input.id, 'write');
      return { run: await applyUpsert(run, input), project, inserted: false };
    }
    const name = input.name || randomName();
    checkRunName(name);
    const project = await projects.ensure(
      actor,
      input.entityName || defaultEntityName(user),
      input.projectName || DEFAULT_PROJECT,
    );
    const found = await store.findByName(project.id, name);
    if (found) return { run: await applyUpsert(found, input), project, inserted: false };
    const created = await create(user, project, name, input);
    if (created) return { run: created, project, inserted: true };
    // Someone else was faster: what was to create it now changes it.
    const other = await store.findByName(project.id, name);
    if (!other) throw unavailable(`The run ${name} is being deleted.`);
    return { run: await applyUpsert(other, input), project, inserted: false };
  }

  function create(
    user: UserActor,
    project: Project,
    name: string,
    input: UpsertRunInput,
  ): Promise<Run | null> {
    return store.insert({
      projectId: project.id,
      name,
      state: input.state ?? 'running',
      createdBy: authorOf(user),
      createdAt: clock(),
      nameIt: generateDisplayName,
      change: {
        ...givenTexts(input),
        ...(input.tags ? { tags: normalizeTags(input.tags) } : {}),
      },
    });
  }

  const applyUpsert = (run: Run, input: UpsertRunInput): Promise<Run> =>
    input.shared
      ? changeLocked(run.id, (now) => changeByUpsert(now, input))
      : applyChange(run, changeByUpsert(run, input));

  /** Writes what differs, or nothing. */
  async function applyChange(run: Run, change: RunChange): Promise<Run> {
    if (Object.keys(change).length === 0) return run;
    const changed = { ...change, updatedAt: Math.max(run.updatedAt, clock()) };
    await store.change(run.id, changed);
    return { ...run, ...changed };
  }

  /** Changes the run as it is at this moment, against all others who change it. */
  function changeLocked(id: RunId, change: (run: Run) => RunChange): Promise<Run> {
    return store.transact([id], async (runs, writer) => {
      const run = runs.get(id);
      if (run === undefined) throw notFound('The run');
      const changed = differing(run, {
        ...change(run),
        updatedAt: Math.max(run.updatedAt, clock()),
      });
      await writer.change(id, changed);
      return { ...run, ...changed };
    });
  }

  async function get(
    actor: Actor,
    id: RunId,
    action: 'read' | 'write' | 'delete',
  ): Promise<{ run: Run; project: Project }> {
    const run = await store.findById(id);
    if (run === null) throw missingFor(actor, 'The run');
    const project = await projects.get(actor, run.projectId, action, 'The run');
    return { run, project };
  }

  return {
    ...createRunLists(deps.metadata, deps.readExtremes ?? noExtremes, clock),
    ...createLifecycle({ metadata: deps.metadata, store, projects, clock, get }),
    upsert,
    get,

    findById: (id) => store.findById(id),

    findIn: (project, name) => store.findByName(project.id, name),

    async findMany(project, names) {
      const found = await store.findByNames(project.id, [...new Set(names)]);
      const byName = new Map(found.map((run) => [run.name, run]));
      return names.flatMap((name) => byName.get(name) ?? []);
    },

    async update(actor, project, name, change) {
      await projects.get(actor, project.id, 'write');
      const run = await store.findByName(project.id, name);
      if (run === null) throw notFound(`The run ${name}`);
      if (change.displayName !== undefined && change.displayName.trim() === '') {
        throw invalid('The name of a run can not be empty.');
      }
      const { tags, ...texts } = change;
      const wanted = { ...texts, ...(tags && { tags: normalizeTags(tags) }) };
      return applyChange(run, differing(run, wanted));
    },

    async requestStop(actor, id) {
      const { run } = await get(actor, id, 'write');
      if (canStop(run)) await applyChange(run, differing(run, { stopRequested: true }));
    },

    async applyProgress(progress) {
      const ids = [...new Set(progress.map(({ runId }) => runId))].sort((a, b) => a - b);
      return store.transact(ids, async (runs, writer) => {
        const changed: Run[] = [];
        for (const [id, run] of runs) {
          const own = progress.filter(({ runId }) => runId === id);
          changed.push(await advance(run, own, writer));
        }
        return changed;
      });
    },

    addWriter: (id, client) =>
      changeLocked(id, ({ lineage }) => ({ lineage: withWriter(lineage, client) })),

    reshapeHistory: changeLocked,

    listForks: (run) => store.listForks(run),

    async listDeadLetters(project, name, page) {
      const run = await store.findByName(project.id, name);
      if (run === null) throw notFound(`The run ${name}`);
      return store.listDeadLetters(run.id, page);
    },

    async sweepSilent(timeoutMs) {
      const before = silence.deadline(timeoutMs);
      if (before === null) return [];
      const moved: Run[] = [];
      for (const from of ['running', 'preempting'] as const) {
        const to = stateAfterSilence(from);
        if (to === null) continue;
        // Of a shared run one process may have said how it ended, before the others fell silent.
        for (const exit of ['clean', 'failed', 'none'] as const) {
          const state = exit === 'clean' ? 'finished' : exit === 'failed' ? 'failed' : to;
          moved.push(...(await store.moveSilent(from, exit, state, before, clock())));
        }
      }
      return moved;
    },
  };
}

/** Applies one run's chunks in their order with a single update. */
async function advance(
  run: Run,
  progress: readonly RunProgress[],
  writer: RunWriter,
): Promise<Run> {
  let after = run;
  for (const step of progress) {
    after = { ...after, ...changeByProgress(after, step) };
    const letters = step.deadLetters ?? [];
    if (letters.length === 0) continue;
    const added = await writer.addDeadLetters(run.id, letters, step.heartbeatAt);
    after = { ...after, deadLetterCount: after.deadLetterCount + added };
  }
  await writer.change(run.id, differing(run, after));
  return after;
}

function signedIn(actor: Actor): UserActor {
  if (actor.kind === 'user') return actor;
  throw new RunloomError('unauthenticated', 'Logging a run needs an API key. Sign in to make one.');
}

/** An id as the client makes them: 8 characters of a-z and 0-9. */
function randomName(): string {
  return Array.from({ length: 8 }, () => randomInt(36).toString(36)).join('');
}
