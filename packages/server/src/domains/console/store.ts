import { encodeNativeBlock } from '../../stores/columns/native.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { RunId } from '../runs/index.ts';
import type { ConsoleInsert, ConsoleLine } from './types.ts';
import type { WireLine } from './wire-line.ts';

const TABLE = 'console_lines';
const COLUMNS = ['run', 'line', 'ts', 'level', 'label', 'text', 'version'] as const;

/** Lines from `offset` upwards as an insert; of two lines with one number the later version wins. */
export function encodeLines(
  runId: RunId,
  offset: number,
  lines: readonly WireLine[],
  version: bigint,
): ConsoleInsert {
  const block = encodeNativeBlock(lines.length, [
    { name: 'run', type: 'UInt64', fill: BigInt(runId) },
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

// Progress bars rewrite lines all the time, so every read merges.
const SELECT = `SELECT line, ts, level, label, text FROM ${TABLE} FINAL WHERE run = {run:UInt64}`;

// Colours between the letters of a word must not hide it.
const MATCHES = `(positionCaseInsensitiveUTF8(text, {text:String}) > 0
  OR (position(text, '\\x1b') > 0 AND positionCaseInsensitiveUTF8(
    replaceRegexpAll(text, '\\x1b\\\\[[0-9;?]*[A-Za-z]', ''), {text:String}) > 0))`;

/** Lines `from` upwards, in order. */
export async function selectLines(
  columns: ColumnStore,
  runId: RunId,
  from: number,
  limit: number,
): Promise<readonly ConsoleLine[]> {
  const rows = await columns.query<LineRow>({
    sql: `${SELECT} AND line >= {from:UInt64} ORDER BY line LIMIT {limit:UInt64}`,
    params: { run: runId, from, limit },
  });
  return rows.map(toLine);
}

/** The last lines, in order. */
export async function selectLastLines(
  columns: ColumnStore,
  runId: RunId,
  limit: number,
): Promise<readonly ConsoleLine[]> {
  const rows = await columns.query<LineRow>({
    sql: `${SELECT} ORDER BY line DESC LIMIT {limit:UInt64}`,
    params: { run: runId, limit },
  });
  return rows.map(toLine).reverse();
}

/** Lines that hold `text`, whatever its case and with or without colours, in order. */
export async function selectMatchingLines(
  columns: ColumnStore,
  runId: RunId,
  text: string,
  limit: number,
): Promise<readonly ConsoleLine[]> {
  const rows = await columns.query<LineRow>({
    sql: `${SELECT} AND ${MATCHES} ORDER BY line LIMIT {limit:UInt64}`,
    params: { run: runId, text: text.toWellFormed(), limit },
  });
  return rows.map(toLine);
}

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
