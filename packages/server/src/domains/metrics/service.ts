import type { ColumnStore } from '../../stores/columns/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { isPlain } from './appended-rows.ts';
import { selectExtremes } from './extremes.ts';
import { createKeyReader } from './key-reader.ts';
import { createKeyRegistry } from './key-registry.ts';
import { selectPointKeys } from './key-store.ts';
import type { Lines } from './lines.ts';
import { createPageReader } from './read-ahead.ts';
import { withinLimits } from './read-limits.ts';
import { lastOfEachStep, takeBackReplaced } from './replaced.ts';
import { encodeRows } from './row-blocks.ts';
import type { DecodedColumns, RowColumns } from './row-columns.ts';
import { decodeRows } from './row-decoder.ts';
import { escapeLoneSurrogates } from './row-text.ts';
import { scopeOfRun, scopeOfSource } from './scope.ts';
import { exportPoints, readPanel, readSeries } from './series/index.ts';
import { countRows, selectExtent, selectLastStep, selectRowPage, selectRows } from './store.ts';
import { deriveSummary } from './summary.ts';
import type { DecodedRows, Metrics, RowLines } from './types.ts';
import { selectObjectSteps, selectValues } from './values.ts';

/**
 * Metric rows and points over the column store; the names of a project's keys over the metadata
 * store. `versions` gives a strictly growing number (microseconds): of two rows with one step the
 * later version wins.
 */
export function createMetrics(deps: {
  metadata: MetadataStore;
  columns: ColumnStore;
  versions: () => bigint;
  /** Milliseconds since the epoch, as runs are stamped. */
  clock?: () => number;
}): Metrics {
  const { metadata, columns } = deps;
  const registry = createKeyRegistry(metadata);
  const clock = deps.clock ?? Date.now;
  const keyReader = createKeyReader(columns, clock);
  const readStepPage = createPageReader(columns, clock);
  return {
    decode: (lines) => decode(lines, deps.versions()),
    registerKeys: registry.register,
    listKeys: registry.list,
    runKeys: (run, stream) => selectPointKeys(columns, scopeOfRun(run, stream)),
    extremes: (asked, keys) => withinLimits(selectExtremes(columns, asked, keys)),
    readSeries: (request) => withinLimits(readSeries(columns, request)),
    readPanel: (runs, panel) => readPanel(columns, runs, panel),
    exportPoints: (runs, panel) => exportPoints(columns, runs, panel),
    takeBackReplaced: (lines) => takeBackReplaced(columns, lines, deps.versions()),
    readRows: (run, stream, selection) =>
      withinLimits(selectRows(columns, scopeOfRun(run, stream), selection)),
    readStepPage,
    readRowPage: (run, stream, after, limit) =>
      withinLimits(selectRowPage(columns, scopeOfRun(run, stream), after, limit)),
    historyKeys: (run) => withinLimits(keyReader.read(run)),
    noteRows(run, { before, decoded }) {
      const { appended, lastStep } = decoded;
      const isKnown = appended !== null && lastStep !== null;
      keyReader.note(run, isKnown ? { after: before, last: lastStep, columns: appended } : null);
    },
    objectSteps: (run, key, { after, limit }) =>
      withinLimits(selectObjectSteps(columns, scopeOfRun(run, 'history'), key, after, limit)),
    valuesAt: (run, key, steps) =>
      withinLimits(selectValues(columns, scopeOfRun(run, 'history'), key, steps)),
    deriveSummary: (run, definitions) => deriveSummary(columns, run, definitions),
    countRows: (run, stream) => countRows(columns, scopeOfRun(run, stream)),
    countRowsOf: (source, stream) => countRows(columns, scopeOfSource(source, stream)),
    async extent(run) {
      const found = await selectExtent(columns, scopeOfRun(run, 'history'));
      if (found === null) return null;
      const { firstStep, lastStep, firstTime, lastTime } = found;
      return {
        firstStep: Number(firstStep),
        lastStep: Number(lastStep),
        firstTime: Number(firstTime),
        lastTime: Number(lastTime),
      };
    },
    async lastStep(source, stream) {
      const step = await selectLastStep(columns, scopeOfSource(source, stream));
      return step === null ? null : Number(step);
    },
  };
}

function decode(lines: RowLines, version: bigint): DecodedRows {
  const sent = decodeRows(lines.stream, lines.offset, lines.lines, version);
  const range = stepRange(sent.rows);
  const decoded = range.outOfOrder ? lastOfEachStep(sent) : sent;
  const { rows, objects } = decoded;
  return {
    rowCount: rows.count,
    pointCount: decoded.points.count,
    inserts: encodeRows(lines.source, lines.stream, decoded, version),
    keys: keysOfPoints(decoded),
    objectKeys: new Set(objects.map((object) => object.key)),
    firstStep: range.min,
    lastStep: range.max,
    ...timeRange(rows),
    outOfOrder: range.outOfOrder,
    startedAt: decoded.startedAt,
    tail: range.latest === null ? null : tailOf(lines.lines, sent.rows.lines[range.latest]),
    bad: decoded.bad,
    appended: !range.outOfOrder && isPlain(decoded) ? decoded : null,
  };
}

/** A row that was given up on while it was read leaves keys behind that no point has. */
function keysOfPoints({ keys, points }: DecodedColumns): ReadonlySet<string> {
  const isUsed = new Uint8Array(keys.length);
  for (let at = 0; at < points.count; at += 1) isUsed[points.keys[at] ?? 0] = 1;
  return new Set(keys.filter((_, key) => isUsed[key] === 1));
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

function tailOf(lines: Lines, line: number | undefined): string | null {
  if (line === undefined) return null;
  // Stores hold no lone surrogates; inside JSON an escape means the same.
  return escapeLoneSurrogates(lines.text(line));
}

function timeRange({ count, clocks }: RowColumns): {
  firstTime: number | null;
  lastTime: number | null;
} {
  if (count === 0) return { firstTime: null, lastTime: null };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const clock of clocks) {
    if (clock < min) min = clock;
    if (clock > max) max = clock;
  }
  return { firstTime: Math.round(min * 1e6), lastTime: Math.round(max * 1e6) };
}
