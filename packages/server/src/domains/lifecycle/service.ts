import { notFound } from '../../platform/errors.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { removeLines } from '../console/index.ts';
import type { Files } from '../files/index.ts';
import type { Live } from '../live/index.ts';
import { listSourceKeys, type Metrics, removeRows } from '../metrics/index.ts';
import type { Projects } from '../projects/index.ts';
import { historyParts, type Run, type RunId, type Runs } from '../runs/index.ts';
import type { Freed, Lifecycle } from './types.ts';

const RETENTION_MS = 7 * 24 * 3_600_000;
/** Runs removed in one go: each go rewrites parts of the column store. */
const RUNS_AT_ONCE = 100;

const NOTHING: Freed = { runs: 0, files: 0, fileBytes: 0, rowBytes: 0 };

/** What a room keeps of runs, and removes with them. */
interface Belongings {
  removeRuns(runIds: readonly RunId[]): Promise<unknown>;
}

/** Moves runs between projects and removes deleted ones for good. `clock` in milliseconds. */
export function createLifecycle(deps: {
  columns: ColumnStore;
  projects: Pick<Projects, 'get'>;
  runs: Runs;
  metrics: Pick<Metrics, 'registerKeys'>;
  files: Pick<Files, 'removeRuns'>;
  /** The other rooms that keep something of runs. */
  belongings: readonly Belongings[];
  live: Pick<Live, 'publish'>;
  clock?: () => number;
}): Lifecycle {
  const { columns, projects, runs, metrics, files, belongings, live } = deps;
  const clock = deps.clock ?? Date.now;

  /** The runs are in the trash. Whatever is cut short is done again: the runs go last. */
  async function removeForGood(gone: readonly Run[]): Promise<Freed> {
    if (gone.length === 0) return NOTHING;
    const ids = gone.map(({ id }) => id);
    const sources = await runs.orphanedSources(gone);
    let rowBytes = 0;
    if (sources.length > 0) {
      rowBytes += await removeRows(columns, sources);
      rowBytes += await removeLines(columns, sources);
    }
    const removed = await files.removeRuns(ids);
    for (const room of belongings) await room.removeRuns(ids);
    await runs.forget(ids);
    return { runs: ids.length, files: removed.files, fileBytes: removed.bytes, rowBytes };
  }

  return {
    retentionMs: RETENTION_MS,

    async move(actor, project, name, target) {
      const moved = await runs.move(actor, project, name, target);
      if (moved.project.id === project.id) return moved;
      const { run } = moved;
      const sources = historyParts(run).map(({ source }) => source);
      for (const stream of ['history', 'system'] as const) {
        const keys = await listSourceKeys(columns, stream, sources);
        await metrics.registerKeys(moved.project.id, stream, keys);
      }
      live.publish({ kind: 'removed', projectId: project.id, runId: run.id, runName: run.name });
      live.publish({ kind: 'run', projectId: moved.project.id, run });
      return moved;
    },

    async purge(actor, project, id) {
      await projects.get(actor, project.id, 'delete');
      const deleted = (await runs.listTrash(project)).find(({ run }) => run.id === id);
      if (deleted === undefined) throw notFound('The deleted run');
      return removeForGood([deleted.run]);
    },

    async purgeExpired() {
      let freed = NOTHING;
      for (;;) {
        const expired = await runs.listExpired(clock() - RETENTION_MS, RUNS_AT_ONCE);
        if (expired.length === 0) break;
        freed = sum(freed, await removeForGood(expired));
      }
      // What an earlier removal that was cut short left behind.
      const rest = await files.removeRuns([]);
      return { ...freed, fileBytes: freed.fileBytes + rest.bytes };
    },
  };
}

function sum(a: Freed, b: Freed): Freed {
  return {
    runs: a.runs + b.runs,
    files: a.files + b.files,
    fileBytes: a.fileBytes + b.fileBytes,
    rowBytes: a.rowBytes + b.rowBytes,
  };
}
