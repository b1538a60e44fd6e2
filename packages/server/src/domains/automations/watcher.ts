import type { RunFilter } from '@runloom/model';
import { createCache } from '../../platform/cache.ts';
import type { Log } from '../../platform/logging.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Live, LiveEvent } from '../live/index.ts';
import type { Project, ProjectId, Projects } from '../projects/index.ts';
import type { Run, RunId, Runs } from '../runs/index.ts';
import type { createExecutionStore } from './execution-store.ts';
import { type createRunWatch, startingPoint } from './run-watch.ts';
import { type createAutomationStore, projectOf } from './store.ts';
import { type Automation, type AutomationId, RUN_EVENTS } from './types.ts';

const LOOK = 'automation-look';
/** Events of one run within this time are one look. */
const GATHER_MS = 500;
/** How long what watches a project is kept in mind; another process may have changed it. */
const KEPT_MS = 5_000;
const MOST_KEPT = 10_000;
const PAGE = 500;

const IS_ALIVE: RunFilter = {
  kind: 'in',
  field: { kind: 'attribute', name: 'state' },
  values: ['running', 'preempting'],
};

/**
 * Turns what happens to runs into looks at them. A look is a durable job that compares a run with
 * what its automation saw last, so that it does not matter how often it is asked for: what a killed
 * process had not looked at yet is found by the next one.
 */
export function createWatcher(deps: {
  store: ReturnType<typeof createAutomationStore>;
  executions: ReturnType<typeof createExecutionStore>;
  runWatch: ReturnType<typeof createRunWatch>;
  runs: Pick<Runs, 'list' | 'findById'>;
  projects: Pick<Projects, 'findById' | 'listOwned'>;
  jobs: Jobs;
  live: Pick<Live, 'subscribeAll' | 'publish'>;
  /** Has an execution carried out; resolved once that is durable. */
  act: (executionId: number) => Promise<void>;
  log: Log;
  clock: () => number;
}) {
  const { store, executions, runWatch, runs, projects, jobs, live, log, clock } = deps;
  const known = createCache<ProjectId, readonly Automation[]>({
    maxEntries: MOST_KEPT,
    ttlMs: KEPT_MS,
    clock,
  });
  const wanted = new Map<string, { automationId: AutomationId; runId: RunId }>();
  const states = new Map<RunId, string>();
  let gathering: NodeJS.Timeout | undefined;
  let pending: Promise<void> = Promise.resolve();
  let unsubscribe: (() => void) | null = null;

  jobs.handle(LOOK, async (payload) => {
    const { automationId, runId } = payload as { automationId: AutomationId; runId: RunId };
    const [automation, run] = [await store.get(automationId), await runs.findById(runId)];
    if (automation === null || !automation.enabled || run === null) return;
    const project = await projects.findById(run.projectId);
    if (project !== null) await look(automation, run, project);
  });

  async function look(automation: Automation, run: Run, project: Project): Promise<void> {
    const before = await executions.readRun(automation.id, run.id);
    const now = clock();
    const { progress, event } = await runWatch.look(automation, { run, project }, before, now);
    const place = { automationId: automation.id, runId: run.id };
    const moved = await executions.advance({ ...place, before, progress, event, now });
    if (moved?.executionId == null) return;
    await deps.act(moved.executionId);
    live.publish({ kind: 'automations', projectId: project.id });
  }

  const watching = (projectId: ProjectId): Promise<readonly Automation[]> =>
    known.get(projectId, () => read(projectId));

  async function read(projectId: ProjectId): Promise<readonly Automation[]> {
    const project = await projects.findById(projectId);
    if (project === null) return [];
    return store.listWatching({ entityId: project.entityId, projectId });
  }

  function hear(event: LiveEvent): void {
    if (event.kind !== 'run' && event.kind !== 'points') return;
    const runId = event.kind === 'run' ? event.run.id : event.runId;
    if (event.kind === 'run') {
      // Every request of a run tells its state; only a change is news.
      if (states.get(runId) === event.run.state) return;
      if (states.size > 100_000) states.clear();
      states.set(runId, event.run.state);
    }
    const isState = event.kind === 'run';
    pending = pending.then(() => want(event.projectId, runId, isState)).catch(report);
  }

  async function want(projectId: ProjectId, runId: RunId, isState: boolean): Promise<void> {
    for (const automation of await watching(projectId)) {
      if (!isRunEvent(automation.eventType) || (automation.eventType === 'RUN_STATE') !== isState)
        continue;
      wanted.set(`${automation.id}:${runId}`, { automationId: automation.id, runId });
    }
    if (wanted.size > 0) gathering ??= setTimeout(() => void ask().catch(report), GATHER_MS);
  }

  async function ask(): Promise<void> {
    gathering = undefined;
    const looks = [...wanted];
    wanted.clear();
    for (const [uniqueKey, payload] of looks)
      await jobs.enqueue({ kind: LOOK, payload, uniqueKey });
  }

  const report = (error: unknown): void => {
    log.warn({ err: error }, 'automations could not take note of a run');
  };

  return {
    watching,

    /** From here on: what runs of the scope did before sets off nothing. */
    async begin(automation: Automation): Promise<void> {
      known.clear();
      if (!isRunEvent(automation.eventType)) return;
      const { scope } = automation;
      const inScope =
        scope.kind === 'entity'
          ? await projects.listOwned(automation.entityId)
          : [await projects.findById(projectOf(scope))];
      for (const project of inScope) {
        if (project === null) continue;
        for await (const run of aliveRuns(project)) {
          const progress = startingPoint(run, automation);
          const place = { automationId: automation.id, runId: run.id };
          const before = await executions.readRun(automation.id, run.id);
          if (before !== null) continue;
          await executions.advance({ ...place, before, progress, event: null, now: clock() });
        }
      }
    },

    forget(): void {
      known.clear();
    },

    start(): void {
      unsubscribe = live.subscribeAll(hear);
    },

    async stop(): Promise<void> {
      unsubscribe?.();
      clearTimeout(gathering);
      await pending;
      await ask();
    },
  };

  async function* aliveRuns(project: Project): AsyncGenerator<Run> {
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Runs['list']>> = await runs.list(project, {
        first: PAGE,
        after,
        filter: IS_ALIVE,
      });
      yield* page.runs;
      after = page.nextCursor;
    } while (after !== null);
  }
}

/** Whether it is runs that set it off. */
export const isRunEvent = (eventType: Automation['eventType']): boolean =>
  (RUN_EVENTS as readonly string[]).includes(eventType);
