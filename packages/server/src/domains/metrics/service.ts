import { type ExactJson, parseExactJson, toApiJson } from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Run } from '../runs/index.ts';
import { createKeyRegistry } from './key-registry.ts';
import { encodeRows } from './row-blocks.ts';
import { decodeRows, type RowColumns } from './row-decoder.ts';
import { readSeries } from './series.ts';
import {
  countRows,
  type StoredKey,
  selectHistoryKeys,
  selectLastStep,
  selectRows,
  selectRowsAt,
} from './store.ts';
import type { DecodedRows, HistoryKey, Metrics, RowLines } from './types.ts';

/**
 * Metric rows and points over the column store; the names of a project's keys over the metadata
 * store. `versions` gives a strictly growing number (microseconds): of two rows with one step the
 * later version wins.
 */
export function createMetrics(deps: {
  metadata: MetadataStore;
  columns: ColumnStore;
  versions: () => bigint;
}): Metrics {
  const { metadata, columns } = deps;
  const registry = createKeyRegistry(metadata);
  return {
    decode: (lines) => decode(lines, deps.versions()),
    registerKeys: registry.register,
    listKeys: registry.list,
    readSeries: (request) => readSeries(columns, request),
    readRows: (run, stream, selection) => selectRows(columns, run, stream, selection),
    historyKeys: (run) => describeKeys(columns, run),
    countRows: (run, stream) => countRows(columns, run, stream),
    async lastStep(runId, stream) {
      const step = await selectLastStep(columns, runId, stream);
      return step === null ? null : Number(step);
    },
  };
}

function decode(lines: RowLines, version: bigint): DecodedRows {
  const decoded = decodeRows(lines.stream, lines.offset, lines.lines, version);
  const { rows, keys, objects } = decoded;
  const range = stepRange(rows);
  return {
    rowCount: rows.count,
    pointCount: decoded.points.count,
    inserts: encodeRows(lines.runId, lines.stream, decoded, version, range.outOfOrder),
    keys: new Set([...keys, ...objects.map((object) => object.key)]),
    firstStep: range.min,
    lastStep: range.max,
    ...timeRange(rows),
    outOfOrder: range.outOfOrder,
    startedAt: decoded.startedAt,
    tail: range.latest === null ? null : (rows.texts[range.latest] ?? null),
    bad: decoded.bad,
  };
}

function stepRange(rows: RowColumns): {
  min: number | null;
  max: number | null;
  /** Index of the row that holds the largest step, the last one sent of it. */
  latest: number | null;
  outOfOrder: boolean;
} {
  const first = rows.steps[0];
  if (first === undefined) return { min: null, max: null, latest: null, outOfOrder: false };
  let min = first;
  let max = first;
  let latest = 0;
  let outOfOrder = false;
  for (let row = 1; row < rows.count; row += 1) {
    const step = rows.steps[row] ?? first;
    if (step <= max) outOfOrder = true;
    if (step >= max) {
      max = step;
      latest = row;
    }
    if (step < min) min = step;
  }
  return { min: Number(min), max: Number(max), latest, outOfOrder };
}

function timeRange(rows: RowColumns): { firstTime: number | null; lastTime: number | null } {
  const first = rows.times[0];
  if (first === undefined) return { firstTime: null, lastTime: null };
  let min = first;
  let max = first;
  for (const time of rows.times) {
    if (time < min) min = time;
    else if (time > max) max = time;
  }
  return { firstTime: Number(min), lastTime: Number(max) };
}

async function describeKeys(
  columns: ColumnStore,
  run: Run,
): Promise<{ lastStep: number; keys: HistoryKey[] }> {
  const [stored, rowCount, lastStep] = await Promise.all([
    selectHistoryKeys(columns, run),
    countRows(columns, run, 'history'),
    selectLastStep(columns, run.id, 'history'),
  ]);
  if (lastStep === null) return { lastStep: -1, keys: [] };
  const steps = new Set([lastStep]);
  for (const key of stored) if (key.lastNumber === null) steps.add(key.lastStep);
  const rows = parseRows(await selectRowsAt(columns, run, [...steps]));
  const keys = stored.map((key) => describeKey(key, rows));
  keys.push({ key: '_step', type: 'number', count: rowCount, lastValue: Number(lastStep) });
  const time = rows.get(lastStep)?.get('_timestamp');
  if (time !== undefined) {
    keys.push({ key: '_timestamp', type: 'number', count: rowCount, lastValue: toApiJson(time) });
  }
  return { lastStep: Number(lastStep), keys };
}

function describeKey(stored: StoredKey, rows: Map<bigint, Map<string, ExactJson>>): HistoryKey {
  const { key, type, count } = stored;
  if (stored.lastNumber !== null) return { key, type, count, lastValue: stored.lastNumber };
  const row = rows.get(stored.lastStep);
  const value = row === undefined ? undefined : valueAt(row, key);
  return { key, type, count, lastValue: value === undefined ? null : toApiJson(value) };
}

function parseRows(texts: Map<bigint, string>): Map<bigint, Map<string, ExactJson>> {
  const rows = new Map<bigint, Map<string, ExactJson>>();
  for (const [step, text] of texts) {
    const row = parseExactJson(text);
    if (row instanceof Map) rows.set(step, row);
  }
  return rows;
}

/** Value of a dotted key: a literal key wins over a nested one, at every level. */
function valueAt(row: Map<string, ExactJson>, key: string): ExactJson | undefined {
  const literal = row.get(key);
  if (literal !== undefined) return literal;
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const member = row.get(key.slice(0, dot));
    if (!(member instanceof Map)) continue;
    const value = valueAt(member, key.slice(dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}
