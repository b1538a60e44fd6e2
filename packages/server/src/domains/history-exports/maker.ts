import { setTimeout as delay } from 'node:timers/promises';
import { type ExactJson, parseExactJson } from '@runloom/model';
import type { BlobStore } from '../../stores/blobs/types.ts';
import { isAtRest, type Metrics, type RowPosition } from '../metrics/index.ts';
import type { Run, RunId, Runs } from '../runs/index.ts';
import { writeParquet } from './parquet.ts';
import type { StoredExport } from './store.ts';
import { createSurvey, type Table } from './survey.ts';

/** A table this wide or large is no use to anyone, and much work. */
const MAX_COLUMNS = 10_000;
const MAX_CELLS = 500_000_000;
/** Held at once. */
const CELLS_A_PAGE = 500_000;
const MAX_ROWS_A_PAGE = 20_000;
const FEW_ROWS = 100;
/** How long to wait for a run that changed a moment ago. */
const REST_CHECKS = 20;
const REST_CHECK_MS = 100;

type Row = ReadonlyMap<string, ExactJson>;

export interface MakerDependencies {
  readonly blobs: Pick<BlobStore, 'put'>;
  readonly runs: Pick<Runs, 'findById'>;
  readonly metrics: Pick<Metrics, 'readRowPage'>;
  readonly clock: () => number;
}

/** What an export of the run is an export of: another text after every change. */
export const versionOf = (run: Run): string =>
  [run.updatedAt, run.historyLineCount, run.hasRewrites ? 'r' : 'a'].join(' ');

/** Makes the file of a run that is over. Null when it changes meanwhile or makes no table. */
export async function makeExport(
  deps: MakerDependencies,
  id: RunId,
  signal: AbortSignal,
): Promise<StoredExport | null> {
  const run = await awaitRest(deps, id, signal);
  if (run === null) return null;
  const table = await survey(deps, run, signal);
  if (table === null) return null;
  const size = Math.floor(CELLS_A_PAGE / table.columns.length);
  const limit = Math.min(MAX_ROWS_A_PAGE, Math.max(FEW_ROWS, size));
  const { digest, sizeBytes } = await deps.blobs.put(
    writeParquet(table, readPages(deps, run, limit, signal)),
  );
  const after = await deps.runs.findById(id);
  const version = versionOf(run);
  if (after === null || versionOf(after) !== version) return null;
  return { version, isUniform: table.isUniform, digest, sizeBytes };
}

/** The run once it stands still long enough that a later change can be told. */
async function awaitRest(
  { runs, clock }: MakerDependencies,
  id: RunId,
  signal: AbortSignal,
): Promise<Run | null> {
  for (let check = 0; check < REST_CHECKS; check += 1) {
    const run = await runs.findById(id);
    if (run === null) return null;
    if (isAtRest({ ...run, lineage: null }, clock())) return run;
    await delay(REST_CHECK_MS, undefined, { signal });
  }
  return null;
}

async function survey(
  deps: MakerDependencies,
  run: Run,
  signal: AbortSignal,
): Promise<Table | null> {
  const found = createSurvey();
  for await (const page of readPages(deps, run, FEW_ROWS * 20, signal)) {
    for (const row of page) found.add(row);
    if (found.width > MAX_COLUMNS) return null;
  }
  const table = found.finish();
  const { rowCount, columns } = table;
  return rowCount === 0 || rowCount * columns.length > MAX_CELLS ? null : table;
}

async function* readPages(
  { metrics }: MakerDependencies,
  run: Run,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let after: RowPosition | null = null;
  do {
    signal.throwIfAborted();
    const { rows, next }: Awaited<ReturnType<Metrics['readRowPage']>> = await metrics.readRowPage(
      run,
      'history',
      after,
      limit,
    );
    if (rows.length > 0) yield rows.map(rowOf);
    after = next;
  } while (after !== null);
}

function rowOf(text: string): Row {
  const row = parseExactJson(text);
  if (row instanceof Map) return row;
  throw new Error('A row of a history is no object.');
}
