import { encodeKey } from '@runloom/model';
import { ColumnEngineError, type ColumnStore } from '../../stores/columns/index.ts';
import { WHOLE } from './row-form.ts';
import { type PointSelection, type RowRecord, selectPoints } from './row-groups.ts';
import { type SteppedRow, writeRows, writeSteppedRows } from './row-texts.ts';
import type { Scope } from './scope.ts';

/** Steps that one statement is asked about: bound values are limited. */
const STEPS_PER_READ = 4000;
/** A range of steps is read whole unless this many times more of it is not wanted. */
const MAX_SPREAD = 64n;
/** Rows of the first read, which tells how many points a row has. */
const FIRST_ROWS = 128;
const MAX_ROWS = 20_000;
/** Points of one read: it is held in memory a few times over. */
const POINTS_AT_ONCE = 400_000;

/**
 * The rows of these records, in their order. Rows of many points are read a few at a time, so that
 * what is under way stays bounded.
 * @param only when given, rows need to hold what this dotted key means and no more
 */
export async function readTextsOf(
  columns: ColumnStore,
  scope: Scope,
  records: readonly RowRecord[],
  only?: string,
): Promise<string[]> {
  if (records.length <= MAX_ROWS) {
    try {
      return [...(await readChunk(columns, scope, records, only)).rows];
    } catch (error) {
      // So many points that even their number must be found out with care.
      if (!isTooLarge(error) || records.length <= FIRST_ROWS) throw error;
    }
  }
  const texts: string[] = [];
  let size = FIRST_ROWS;
  for (let from = 0; from < records.length; ) {
    const chunk = records.slice(from, from + size);
    from += chunk.length;
    const { rows, bytes } = await readChunk(columns, scope, chunk, only);
    for (const text of rows) texts.push(text);
    const bytesOfRow = Math.max(1, bytes / chunk.length);
    size = Math.floor((POINTS_AT_ONCE * BYTES_OF_POINT) / bytesOfRow);
    size = Math.min(Math.max(size, 1), MAX_ROWS);
  }
  return texts;
}

/** Limits of the engine for an answer and for its memory. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof ColumnEngineError && (error.engineCode === 396 || error.engineCode === 241);

/** In an answer: its step and its value. */
const BYTES_OF_POINT = 16;

async function readChunk(
  columns: ColumnStore,
  scope: Scope,
  records: readonly RowRecord[],
  only: string | undefined,
): Promise<{ readonly rows: readonly string[]; readonly bytes: number }> {
  const wanted = records.filter(({ form }) => form !== WHOLE);
  if (wanted.length === 0) return { rows: writeRows(records, NO_POINTS), bytes: 0 };
  const selection = selectionOf(wanted, only);
  if (selection.length === 1 && selection[0] !== undefined) {
    const points = await selectPoints(columns, scope, selection[0]);
    return { rows: writeRows(records, points), bytes: points.length };
  }
  const parts = [];
  for (const part of selection) parts.push(await selectPoints(columns, scope, part));
  const points = Buffer.concat(parts);
  return { rows: writeRows(records, points), bytes: points.length };
}

const NO_POINTS = new Uint8Array(0);

function selectionOf(records: readonly RowRecord[], only: string | undefined): PointSelection[] {
  const ofKey: PointSelection =
    only === undefined
      ? { where: '1', params: {} }
      : {
          where: '(key = {only:String} OR startsWith(toString(key), {below:String}))',
          params: { only: encodeKey(only), below: encodeKey(`${only}.`) },
        };
  const steps = records.map(({ step }) => step);
  let first = steps[0] ?? 0n;
  let last = first;
  for (const step of steps) {
    if (step < first) first = step;
    else if (step > last) last = step;
  }
  if (last - first <= BigInt(records.length) * MAX_SPREAD) {
    const params = { ...ofKey.params, firstStep: first, lastStep: last };
    return [
      { where: `step BETWEEN {firstStep:Int64} AND {lastStep:Int64} AND ${ofKey.where}`, params },
    ];
  }
  const parts: PointSelection[] = [];
  for (let from = 0; from < steps.length; from += STEPS_PER_READ) {
    parts.push({
      where: `step IN {steps:Array(Int64)} AND ${ofKey.where}`,
      params: { ...ofKey.params, steps: steps.slice(from, from + STEPS_PER_READ) },
    });
  }
  return parts;
}

/** A range of steps that is read at once may span this many. */
export const STEPS_AT_ONCE = 20_000n;

/** All rows from `minStep` to before `maxStep`, records and points in one read. */
export async function selectSteppedRows(
  columns: ColumnStore,
  scope: Scope,
  range: { readonly minStep: bigint; readonly maxStep: bigint },
): Promise<readonly SteppedRow[]> {
  const where = 'step >= {minStep:Int64} AND step < {maxStep:Int64}';
  const params = { minStep: range.minStep, maxStep: range.maxStep };
  return writeSteppedRows(await selectPoints(columns, scope, { where, params }, true));
}
