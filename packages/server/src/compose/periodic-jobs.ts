import { serverEvent } from '../domains/audit/index.ts';
import { type PeriodicJob, startPeriodicJob } from '../platform/periodic-job.ts';
import type { Rooms } from './rooms.ts';

const HOUR_MS = 3_600_000;

type Work = Omit<Parameters<typeof startPeriodicJob>[0], 'log'>;

/** Starts what the server does by itself every now and then, in the order in which it is to be stopped. */
export function startPeriodicJobs(rooms: Rooms): readonly PeriodicJob[] {
  const { runs, search, notifications, calls, numbers, audit, reportDomain, log } = rooms;
  const works: readonly Work[] = [
    {
      // Keeps few runs behind the index of their values, so that no list has to wait for many.
      name: 'index of runs',
      intervalMs: 5_000,
      firstAfterMs: 2_000,
      work: () => runs.refreshIndex(1_000),
    },
    {
      // Keeps little behind the index of the search, and fills it with what was there before it.
      name: 'index of the search',
      intervalMs: 1_000,
      firstAfterMs: 1_000,
      work: () => search.refresh(1_000),
    },
    {
      name: 'trash',
      intervalMs: HOUR_MS,
      firstAfterMs: 60_000,
      work: () => emptyTrash(rooms),
    },
    {
      // Tells what other processes saw happen.
      name: 'notifications',
      intervalMs: 5_000,
      firstAfterMs: 5_000,
      work: () => notifications.tellWhatHappened(),
    },
    {
      // Forgets what nobody looks back at.
      name: 'old notifications',
      intervalMs: HOUR_MS,
      firstAfterMs: 120_000,
      work: () => notifications.removeOld(),
    },
    {
      // Puts the parts of calls that have ended together, so that lists have few of them to put together.
      name: 'parts of calls',
      intervalMs: 10_000,
      firstAfterMs: 10_000,
      work: () => calls.settle(),
    },
    {
      name: 'versions',
      intervalMs: 60_000,
      firstAfterMs: 60_000,
      work: () => numbers.reserve(),
    },
    {
      name: 'old entries of the audit log',
      intervalMs: HOUR_MS,
      firstAfterMs: 30_000,
      work: () => audit.prune(),
    },
    {
      // Makes versions of reports that were left without one, as those of a server that was killed.
      name: 'versions of reports',
      intervalMs: 30_000,
      firstAfterMs: 30_000,
      work: () => reportDomain.sweep(),
    },
  ];
  return works.map((work) => startPeriodicJob({ ...work, log }));
}

/**
 * Finds the runs whose client has gone silent. The first look waits a whole time-out, since after a
 * start every run was silent for as long as the server was away.
 */
export function startRunSweeper(
  { runs, live, log }: Pick<Rooms, 'runs' | 'live' | 'log'>,
  timeoutMs: number,
): PeriodicJob {
  return startPeriodicJob({
    name: 'silent runs',
    intervalMs: Math.min(30_000, Math.max(250, timeoutMs / 4)),
    firstAfterMs: timeoutMs,
    log,
    work: async () => {
      for (const run of await runs.sweepSilent(timeoutMs)) {
        live.publish({ kind: 'run', projectId: run.projectId, run });
      }
    },
  });
}

/** As long as runs, calls and objects of a project in the trash are kept. */
const TRASH_MS = 7 * 24 * HOUR_MS;

/** Removes what rooms keep of projects that were deleted so long ago. Exported for tests. */
export async function removeOfGoneProjects(
  rooms: Pick<Rooms, 'projects' | 'evaluationRuns' | 'monitors' | 'reportDomain' | 'log'>,
  now = Date.now(),
): Promise<void> {
  const { projects, evaluationRuns, monitors, reportDomain, log } = rooms;
  for (const room of [evaluationRuns, monitors, reportDomain.reports]) {
    const gone = await projects.trashedBefore(now - TRASH_MS, await room.projectsKept());
    for (const project of gone) {
      await room.removeProject(project);
      log.info({ project }, 'what was kept of a deleted project was removed for good');
    }
  }
}

async function emptyTrash(rooms: Rooms): Promise<void> {
  const { lifecycle, artifacts, historyExports, objects, calls, audit, log } = rooms;
  const freed = await lifecycle.purgeExpired();
  if (freed.runs > 0) {
    log.info({ freed }, 'deleted runs were removed for good');
    await audit.record(serverEvent('trash:purge', { kind: 'trash', name: '' }, { ...freed }));
  }
  await historyExports.removeUnused();
  await objects.collect();
  await calls.collect();
  await removeOfGoneProjects(rooms);
  const receipts = await artifacts.collect();
  if (receipts.length > 0) log.info({ receipts }, 'artifacts were removed for good');
}
