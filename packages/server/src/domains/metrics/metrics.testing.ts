import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnStore, openColumnStore } from '../../stores/columns/index.ts';
import { type MetadataStore, openMetadataStore } from '../../stores/metadata/index.ts';
import type { Run, RunId } from '../runs/index.ts';
import { linesOf } from './lines.ts';
import { createMetrics } from './service.ts';
import type { Metrics } from './types.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Metrics over a real engine, and runs without a store of their own. */
export interface MetricsRoom {
  readonly columns: ColumnStore;
  readonly metadata: MetadataStore;
  readonly metrics: Metrics;
  newRun(known?: Partial<Run>): Writable<Run>;
  /** Stores rows and moves the run on, as ingest does; what rows of a run with rewrites replace is taken back. */
  log(
    run: Writable<Run>,
    rows: readonly (object | string)[],
    stream?: 'history' | 'system',
  ): Promise<void>;
  close(): Promise<void>;
}

export async function openMetricsRoom(): Promise<MetricsRoom> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-metrics-'));
  const columns = await openColumnStore({
    kind: 'embedded',
    directory: join(directory, 'columns'),
  });
  const metadata = openMetadataStore({ kind: 'sqlite', file: join(directory, 'metadata.sqlite') });
  await metadata.migrate();
  let version = 1_700_000_000_000_000n;
  let runCount = 0;
  const metrics = createMetrics({
    columns,
    metadata,
    versions: () => {
      version += 1_000_000n;
      return version;
    },
  });
  return {
    columns,
    metadata,
    metrics,
    newRun(known = {}) {
      runCount += 1;
      return {
        id: runCount as RunId,
        name: `run-${runCount}`,
        displayName: `Run ${runCount}`,
        config: '{}',
        summary: '{}',
        tags: [],
        groupName: '',
        jobType: '',
        createdBy: null,
        hasRewrites: false,
        lineage: null,
        updatedAt: 1_700_000_000_000,
        startedAt: 1_700_000_000,
        createdAt: 1_700_000_000_000,
        historyLineCount: 0,
        eventsLineCount: 0,
        firstStep: null,
        lastStep: null,
        firstTime: null,
        lastTime: null,
        ...known,
      } as Writable<Run>;
    },
    async log(run, rows, stream = 'history') {
      const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
      const offset = stream === 'history' ? run.historyLineCount : run.eventsLineCount;
      const given = { source: run.id, stream, offset, lines: linesOf(lines) };
      const replaced = run.hasRewrites ? await metrics.takeBackReplaced(given) : [];
      const decoded = metrics.decode(given);
      for (const { table, columns: names, block } of [...decoded.inserts, ...replaced]) {
        await columns.insertNative(table, names, [block]);
      }
      if (stream === 'system') {
        run.eventsLineCount += rows.length;
        return;
      }
      const { firstStep, lastStep, firstTime, lastTime } = decoded;
      const isBehind = run.lastStep === null || (firstStep !== null && firstStep > run.lastStep);
      if (isBehind) metrics.noteRows(run.id, { before: run.lastStep, decoded });
      const least = (a: number | null, b: number | null) =>
        a === null || b === null ? (a ?? b) : Math.min(a, b);
      const most = (a: number | null, b: number | null) =>
        a === null || b === null ? (a ?? b) : Math.max(a, b);
      run.historyLineCount += rows.length;
      run.firstStep = least(run.firstStep, firstStep);
      run.lastStep = most(run.lastStep, lastStep);
      run.firstTime = least(run.firstTime, firstTime);
      run.lastTime = most(run.lastTime, lastTime);
    },
    async close() {
      await columns.close();
      await metadata.close();
      await rm(directory, { recursive: true });
    },
  };
}
