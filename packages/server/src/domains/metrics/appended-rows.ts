import { toApiJson } from '@runloom/model';
import type { DecodedColumns } from './row-columns.ts';
import { NO_TIME } from './row-form.ts';
import type { HistoryKey, HistoryKeys } from './types.ts';

/** Points that are held of all runs together; a point takes 16 bytes, and its chunk has the names. */
const MOST_POINTS = 2_000_000;

/** Rows that were written behind all others of their run, of plain numbers. */
export interface AppendedRows {
  /** The largest step before them; null when they are the first. */
  readonly after: number | null;
  readonly last: number;
  readonly columns: DecodedColumns;
}

/** Whether the rows hold numbers and no more; what else there may be, only the store tells. */
export function isPlain({ rows, objects }: DecodedColumns): boolean {
  if (rows.count === 0 || objects.length > 0 || rows.rests.size > 0) return false;
  for (const form of rows.forms.values()) if (form !== NO_TIME) return false;
  return true;
}

/**
 * What came to runs since their keys were asked for, so that the next answer needs no look at the store.
 * Rows are told of without a gap, or those before the gap are forgotten.
 */
export class RecentRows {
  private readonly byRun = new Map<number, AppendedRows[]>();
  private pointCount = 0;

  note(run: number, rows: AppendedRows | null): void {
    const known = this.byRun.get(run);
    if (rows === null || known?.at(-1)?.last !== rows.after) this.forget(run);
    if (rows === null) return;
    const chunks = this.byRun.get(run) ?? [];
    chunks.push(rows);
    this.byRun.delete(run);
    this.byRun.set(run, chunks);
    this.pointCount += rows.columns.points.count;
    for (const oldest of this.byRun.keys()) {
      if (this.pointCount <= MOST_POINTS) break;
      this.forget(oldest);
    }
  }

  /** All rows after a step up to another; null when not all of them are here. What is before is let go. */
  take(run: number, after: number | null, upTo: number): readonly AppendedRows[] | null {
    const chunks = this.byRun.get(run) ?? [];
    const first = chunks.findIndex((chunk) => chunk.after === after);
    const end = chunks.findIndex((chunk) => chunk.last === upTo);
    if (first === -1 || end < first) return null;
    const taken = chunks.splice(0, end + 1);
    for (const { columns } of taken) this.pointCount -= columns.points.count;
    if (chunks.length === 0) this.byRun.delete(run);
    return taken.slice(first);
  }

  forget(run: number): void {
    for (const { columns } of this.byRun.get(run) ?? []) this.pointCount -= columns.points.count;
    this.byRun.delete(run);
  }
}

/** Where the numbers of each key stand among all keys. */
export type NumberPlaces = Map<string, number>;

export function placesOfNumbers({ keys }: HistoryKeys): NumberPlaces {
  const places: NumberPlaces = new Map();
  for (const [at, { key, type }] of keys.entries()) if (type === 'number') places.set(key, at);
  return places;
}

/**
 * What is known of all rows, from what is known of those before and the rows after them.
 * @param places of `before`; keys that are new are added to them
 */
export function appendToKeys(
  before: HistoryKeys,
  places: NumberPlaces,
  chunks: readonly AppendedRows[],
): HistoryKeys {
  const keys = [...before.keys];
  let { lastStep } = before;
  for (const { columns, last } of chunks) {
    addPoints(keys, places, columns);
    const { count, clocks, forms } = columns.rows;
    move(keys, places, '_step', count, last);
    // As in `describeKeys`: the last row says whether there are times.
    if (!forms.has(count - 1)) {
      move(keys, places, '_timestamp', count, toApiJson(clocks[count - 1] ?? 0));
    }
    lastStep = last;
  }
  return { lastStep, keys };
}

function addPoints(keys: HistoryKey[], places: NumberPlaces, columns: DecodedColumns): void {
  const { points } = columns;
  const placeOf = columns.keys.map((key) => places.get(key));
  for (let at = 0; at < points.count; at += 1) {
    const id = points.keys[at] as number;
    const value = points.values[at] as number;
    const place = placeOf[id];
    const known = place === undefined ? undefined : keys[place];
    if (place === undefined || known === undefined) {
      const key = columns.keys[id] ?? '';
      placeOf[id] = keys.length;
      places.set(key, keys.length);
      const monotonic = !Number.isNaN(value);
      const about = { count: 1, monotonic, firstNumber: value, lastValue: value };
      keys.push({ key, type: 'number', ...about });
      continue;
    }
    keys[place] = {
      key: known.key,
      type: known.type,
      count: known.count + 1,
      monotonic: known.monotonic && value >= (known.lastValue as number),
      firstNumber: known.firstNumber,
      lastValue: value,
    };
  }
}

/** Of the step and the time. */
function move(
  keys: HistoryKey[],
  places: NumberPlaces,
  key: string,
  count: number,
  lastValue: unknown,
): void {
  const place = places.get(key);
  const known = place === undefined ? undefined : keys[place];
  if (place !== undefined && known !== undefined) {
    keys[place] = { ...known, count: known.count + count, lastValue };
    return;
  }
  places.set(key, keys.length);
  keys.push({ key, type: 'number', count, monotonic: true, firstNumber: null, lastValue });
}
