import { encodeNativeBlock } from '../../stores/columns/native.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { type HistorySource, ownSources, type Run } from '../runs/index.ts';
import type { ConsoleInsert, ConsoleLabel, ConsoleLine, ConsoleSearch } from './types.ts';
import type { WireLine } from './wire-line.ts';

const TABLE = 'console_lines';
const COLUMNS = ['run', 'line', 'ts', 'level', 'label', 'text', 'version'] as const;

/** Lines from `offset` upwards as an insert; of two lines with one number the later version wins. */
export function encodeLines(
  source: HistorySource,
  offset: number,
  lines: readonly WireLine[],
  version: bigint,
): ConsoleInsert {
  const block = encodeNativeBlock(lines.length, [
    { name: 'run', type: 'UInt64', fill: BigInt(source) },
    { name: 'line', type: 'UInt32', values: Uint32Array.from(lines, (_, index) => offset + index) },
    { name: 'ts', type: 'Int64', values: BigInt64Array.from(lines, (line) => line.timestampUs) },
    dictionary('level', lines),
    dictionary('label', lines),
    { name: 'text', type: 'String', values: lines.map((line) => line.text.toWellFormed()) },
    { name: 'version', type: 'UInt64', fill: version },
  ]);
  return { table: TABLE, columns: COLUMNS, block };
}

function dictionary(name: 'level' | 'label', lines: readonly WireLine[]) {
  const numbers = new Map<string, number>();
  const indices = Uint32Array.from(lines, (line) => {
    const value = line[name].toWellFormed();
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  });
  return { name, type: 'LowCardinality(String)', keys: [...numbers.keys()], indices } as const;
}

interface LineRow {
  readonly line: number;
  readonly ts: string;
  readonly level: string;
  readonly label: string;
  readonly text: string;
}

/**
 * Progress bars rewrite lines all the time, so every read merges. Processes of a shared run number
 * their lines each for itself: together they stand in the order of time.
 */
function linesOf(run: Run): {
  readonly sql: string;
  readonly params: { readonly run: number } | { readonly sources: readonly number[] };
} {
  const sources = ownSources(run);
  const [only] = sources;
  const columns = 'ts, level, label, text';
  if (sources.length === 1 && only !== undefined) {
    const sql = `(SELECT line, ${columns} FROM ${TABLE} FINAL WHERE run = {run:UInt64})`;
    return { sql, params: { run: only } };
  }
  return {
    sql: `(SELECT toUInt32(row_number() OVER (ORDER BY ts, run, line) - 1) AS line, ${columns}
      FROM (SELECT run, line, ${columns} FROM ${TABLE} FINAL WHERE run IN {sources:Array(UInt64)}))`,
    params: { sources },
  };
}

const SELECT = 'SELECT line, ts, level, label, text FROM';

const WITHOUT_COLOURS = `replaceRegexpAll(text, '\\x1b\\\\[[0-9;?]*[A-Za-z]', '')`;

// Colours between the letters of a word must not hide it.
const HOLDS_TEXT = `(positionCaseInsensitiveUTF8(text, {text:String}) > 0
  OR (position(text, '\\x1b') > 0
    AND positionCaseInsensitiveUTF8(${WITHOUT_COLOURS}, {text:String}) > 0))`;

const MATCHES_PATTERN = `match(if(position(text, '\\x1b') > 0, ${WITHOUT_COLOURS}, text),
  concat('(?i)', {text:String}))`;

/** Lines `from` upwards, in order. */
export async function selectLines(
  columns: ColumnStore,
  run: Run,
  from: number,
  limit: number,
): Promise<readonly ConsoleLine[]> {
  const { sql, params } = linesOf(run);
  const rows = await columns.query<LineRow>({
    sql: `${SELECT} ${sql} WHERE line >= {from:UInt64} ORDER BY line LIMIT {limit:UInt64}`,
    params: { ...params, from, limit },
  });
  return rows.map(toLine);
}

/** The last lines, in order. */
export async function selectLastLines(
  columns: ColumnStore,
  run: Run,
  limit: number,
): Promise<readonly ConsoleLine[]> {
  const { sql, params } = linesOf(run);
  const rows = await columns.query<LineRow>({
    sql: `${SELECT} ${sql} ORDER BY line DESC LIMIT {limit:UInt64}`,
    params: { ...params, limit },
  });
  return rows.map(toLine).reverse();
}

/** Lines that pass all that is wanted, in order. */
export async function selectMatchingLines(
  columns: ColumnStore,
  run: Run,
  { text = '', isPattern, level, label, limit }: ConsoleSearch,
): Promise<readonly ConsoleLine[]> {
  const { sql, params } = linesOf(run);
  const conditions = [
    'true',
    ...(text === '' ? [] : [isPattern === true ? MATCHES_PATTERN : HOLDS_TEXT]),
    ...(level === undefined ? [] : ["(level = 'error') = {isError:UInt8}"]),
    ...(label === undefined ? [] : ['label = {label:String}']),
  ];
  const rows = await columns.query<LineRow>({
    sql: `${SELECT} ${sql} WHERE ${conditions.join(' AND ')} ORDER BY line LIMIT {limit:UInt64}`,
    params: {
      ...params,
      ...(text === '' ? {} : { text: text.toWellFormed() }),
      ...(level === undefined ? {} : { isError: level === 'error' ? 1 : 0 }),
      ...(label === undefined ? {} : { label: label.toWellFormed() }),
      limit,
    },
  });
  return rows.map(toLine);
}

/** Lines of all processes of the run. */
export async function countLines(columns: ColumnStore, run: Run): Promise<number> {
  const { sql, params } = linesOf(run);
  const [found] = await columns.query<{ lines: string }>({
    sql: `SELECT count() AS lines FROM ${sql}`,
    params,
  });
  return Number(found?.lines ?? 0);
}

/** Labels in their natural order, each with its lines. */
export async function selectLabels(
  columns: ColumnStore,
  run: Run,
): Promise<readonly ConsoleLabel[]> {
  const { sql, params } = linesOf(run);
  const rows = await columns.query<{ label: string; lines: string; errors: string }>({
    sql: `SELECT label, count() AS lines, countIf(level = 'error') AS errors FROM ${sql}
      GROUP BY label ORDER BY label LIMIT ${MOST_LABELS}`,
    params,
  });
  return rows.map(({ label, lines, errors }) => ({
    label,
    lineCount: Number(lines),
    errorCount: Number(errors),
  }));
}

/** More processes than anyone tells apart by hand. */
const MOST_LABELS = 10_000;

function toLine(row: LineRow): ConsoleLine {
  const micros = Number(row.ts);
  return {
    number: row.line,
    timestampMs: micros === 0 ? null : micros / 1000,
    level: row.level === 'error' ? 'error' : 'info',
    label: row.label,
    text: row.text,
  };
}
