import { encodeKey } from '@runloom/model';
import { ColumnEngineError, type ColumnStore } from '../../stores/columns/index.ts';
import type { HistorySource } from '../runs/index.ts';
import { PointRoom } from './point-room.ts';
import { SQL_ROW_KEY } from './row-form.ts';
import { type PointSelection, selectTexts } from './row-texts.ts';
import type { Scope } from './scope.ts';
import type { RowStyle, StoredRows } from './stored-rows.ts';

/** Where a row stands. */
export interface RowPlace {
  readonly source: HistorySource;
  readonly step: bigint;
}

/** Steps that one statement is asked about: bound values are limited. */
const STEPS_PER_READ = 4000;
/** A range of steps is read whole unless this many times more of it is not wanted. */
const MAX_SPREAD = 64n;
/** Rows of one read, and of the first one when that was too many. */
const MAX_ROWS = 20_000;
const FEW_ROWS = 128;
/** Characters of one read: it is held in memory a few times over. */
const CHARACTERS_AT_ONCE = 8_000_000;

/**
 * Texts of the rows at these places, which are in the order of the history. Rows of many points are
 * read a few at a time, so that what is under way stays bounded.
 * @param only when given, rows need to hold what this dotted key means and no more
 */
export async function readTextsOf(
  columns: ColumnStore,
  scope: Scope,
  places: readonly RowPlace[],
  only?: string,
): Promise<string[]> {
  const texts: string[] = [];
  const room = new PointRoom();
  let size = MAX_ROWS;
  for (let from = 0; from < places.length; ) {
    const chunk = places.slice(from, from + size);
    try {
      const before = texts.length;
      let characters = 0;
      for (const text of await readChunk(columns, scope, chunk, only, room)) {
        characters += text.length;
        texts.push(text);
      }
      from += chunk.length;
      const ofRow = Math.max(1, characters / (texts.length - before));
      size = Math.min(MAX_ROWS, Math.max(1, Math.floor(CHARACTERS_AT_ONCE / ofRow)));
    } catch (error) {
      if (!isTooLarge(error) || chunk.length === 1) throw error;
      size = chunk.length > FEW_ROWS ? FEW_ROWS : 1;
    }
  }
  return texts;
}

/** Limits of the engine for an answer and for its memory. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof ColumnEngineError && (error.engineCode === 396 || error.engineCode === 241);

async function readChunk(
  columns: ColumnStore,
  scope: Scope,
  places: readonly RowPlace[],
  only: string | undefined,
  room: PointRoom,
): Promise<string[]> {
  const parts: StoredRows[] = [];
  for (const selection of selectionsOf(places, only)) {
    parts.push(await selectTexts(columns, scope, selection, 'lines', room));
  }
  // Both are in the order of the history; among the rows there may be some that are not wanted.
  let part = 0;
  let at = 0;
  return places.map(({ source, step }) => {
    for (; part < parts.length; part += 1, at = 0) {
      const rows = parts[part];
      for (; rows !== undefined && at < rows.count; at += 1) {
        if (rows.source(at) !== source || rows.step(at) !== step) continue;
        at += 1;
        return rows.text(at - 1);
      }
    }
    throw new Error(`The row at step ${step} was removed while it was read.`);
  });
}

function selectionsOf(places: readonly RowPlace[], only: string | undefined): PointSelection[] {
  const ofKey: PointSelection =
    only === undefined
      ? { where: '1', params: {} }
      : {
          where: `(key = ${SQL_ROW_KEY} OR key = {only:String}
            OR startsWith(toString(key), {below:String}))`,
          params: { only: encodeKey(only), below: encodeKey(`${only}.`) },
        };
  // In the order of the history the steps ascend.
  const firstStep = places[0]?.step ?? 0n;
  const lastStep = places.at(-1)?.step ?? firstStep;
  if (lastStep - firstStep <= BigInt(places.length) * MAX_SPREAD) {
    const where = `step BETWEEN {firstStep:Int64} AND {lastStep:Int64} AND ${ofKey.where}`;
    return [{ where, params: { ...ofKey.params, firstStep, lastStep } }];
  }
  const steps = [...new Set(places.map(({ step }) => step))];
  const selections: PointSelection[] = [];
  for (let from = 0; from < steps.length; from += STEPS_PER_READ) {
    selections.push({
      where: `step IN {steps:Array(Int64)} AND ${ofKey.where}`,
      params: { ...ofKey.params, steps: steps.slice(from, from + STEPS_PER_READ) },
    });
  }
  return selections;
}

/** A range of steps that is read at once may span this many. */
export const STEPS_AT_ONCE = 64_000n;

/** All rows from `minStep` to before `maxStep` in one read. */
export const selectRange = (
  columns: ColumnStore,
  scope: Scope,
  range: { readonly minStep: bigint; readonly maxStep: bigint },
  style: RowStyle,
  room: PointRoom,
): Promise<StoredRows> =>
  selectTexts(
    columns,
    scope,
    {
      where: 'step >= {minStep:Int64} AND step < {maxStep:Int64}',
      params: { minStep: range.minStep, maxStep: range.maxStep },
    },
    style,
    room,
  );
