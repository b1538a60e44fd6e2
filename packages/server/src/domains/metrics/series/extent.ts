import { encodeKey } from '@runloom/model';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import type { Run } from '../../runs/index.ts';
import type { Stream } from '../types.ts';
import { readNativeColumns } from './native-columns.ts';
import { pointTable, readTogether } from './point-table.ts';
import { startMicros } from './start.ts';
import type { Axis, Span } from './types.ts';

const MICROS = 1_000_000;

export function unite(a: Span | null, b: Span | null): Span | null {
  if (a === null || b === null) return a ?? b;
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/**
 * The ends of the runs on an axis of steps or times: from what runs know of their history, or else, of
 * the keys that are drawn. Null when there is nothing.
 */
export async function extentOf(
  columns: ColumnStore,
  runs: readonly Run[],
  stream: Stream,
  keys: readonly string[],
  axis: Exclude<Axis, { kind: 'measure' }>,
): Promise<Span | null> {
  let span: Span | null = null;
  const unknown: Run[] = [];
  for (const run of runs) {
    const known = stream === 'history' ? knownExtent(run, axis) : 'unknown';
    if (known === 'unknown') unknown.push(run);
    else span = unite(span, known);
  }
  for (const together of readTogether(unknown, stream)) {
    for (const key of keys) {
      span = unite(span, await readExtent(columns, together, stream, key, axis));
    }
  }
  return span;
}

function knownExtent(run: Run, axis: Exclude<Axis, { kind: 'measure' }>): Span | null | 'unknown' {
  if (run.lineage !== null) return 'unknown';
  // A run that was marked for rows sent twice may hold some of which it was never told.
  if (run.historyLineCount === 0) return run.hasRewrites ? 'unknown' : null;
  const [first, last] =
    axis.kind === 'step' ? [run.firstStep, run.lastStep] : [run.firstTime, run.lastTime];
  if (first === null || last === null || isAtLimit(first) || isAtLimit(last)) return 'unknown';
  if (axis.kind === 'step') return { min: first, max: last };
  const origin = axis.since === 'start' ? Number(startMicros(run)) : 0;
  return { min: (first - origin) / MICROS, max: (last - origin) / MICROS };
}

/** Ends further out are kept as the last whole number that is exact. */
const isAtLimit = (end: number): boolean => Math.abs(end) >= Number.MAX_SAFE_INTEGER;

async function readExtent(
  columns: ColumnStore,
  runs: readonly Run[],
  stream: Stream,
  key: string,
  axis: Exclude<Axis, { kind: 'measure' }>,
): Promise<Span | null> {
  const isTime = axis.kind === 'time';
  const table = pointTable(runs, stream, key, { withTime: isTime });
  const place = isTime ? 'ts' : 'step';
  const { rowCount, columns: ends } = readNativeColumns(
    await columns.queryBytes(
      {
        sql: `SELECT run, toInt64(min(${place})) AS first, toInt64(max(${place})) AS last
          FROM ${table.from} WHERE ${table.where} GROUP BY run`,
        params: table.params,
      },
      'Native',
    ),
  );
  const byId = new Map(runs.map((run) => [BigInt(run.id), run]));
  let span: Span | null = null;
  for (let at = 0; at < rowCount; at += 1) {
    const run = byId.get((ends['run'] as BigUint64Array)[at] as bigint);
    const origin =
      isTime && axis.since === 'start' && run !== undefined ? Number(startMicros(run)) : 0;
    const end = (name: string): number => {
      const value = Number((ends[name] as BigInt64Array)[at]);
      return isTime ? (value - origin) / MICROS : value;
    };
    span = unite(span, { min: end('first'), max: end('last') });
  }
  return span;
}

/** Those of the keys that one of the runs has points of. */
export async function keysAmong(
  columns: ColumnStore,
  runs: readonly Run[],
  stream: Stream,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const key of new Set(keys)) {
    for (const together of readTogether(runs, stream)) {
      const table = pointTable(together, stream, key, { withTime: false });
      const { rowCount } = readNativeColumns(
        await columns.queryBytes(
          {
            sql: `SELECT step FROM ${table.from} WHERE ${table.where} LIMIT 1`,
            params: { ...table.params, key: encodeKey(key) },
          },
          'Native',
        ),
      );
      if (rowCount > 0) found.add(key);
    }
  }
  return found;
}
