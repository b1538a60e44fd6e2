import type { HistorySource } from '../runs/index.ts';
import type { RowRecord } from './row-groups.ts';

/** Finds rows by source and step. */
export class RowIndex {
  /** Steps of each source in ascending order, and the rows they belong to. */
  private readonly bySource = new Map<HistorySource, { steps: BigInt64Array; rows: Uint32Array }>();

  private readonly count: number;

  constructor(records: readonly RowRecord[]) {
    this.count = records.length;
    const places = new Map<HistorySource, number[]>();
    for (const [row, { source }] of records.entries()) {
      const known = places.get(source);
      if (known === undefined) places.set(source, [row]);
      else known.push(row);
    }
    for (const [source, rows] of places) {
      this.bySource.set(source, {
        steps: BigInt64Array.from(rows, (row) => records[row]?.step ?? 0n),
        rows: Uint32Array.from(rows),
      });
    }
  }

  /** Whether these are the steps of all rows there are, in their order. */
  areAll(source: HistorySource, steps: BigInt64Array): boolean {
    const known = this.bySource.get(source);
    if (known?.steps.length !== this.count || steps.length !== this.count) return false;
    return bytesOf(known.steps).equals(bytesOf(steps));
  }

  /** A finder for steps that mostly come in order; it gives −1 for a step without a row. */
  walk(source: HistorySource): (steps: BigInt64Array, at: number) => number {
    const known = this.bySource.get(source);
    if (known === undefined) return () => -1;
    const { rows } = known;
    // Compared as halves: many times faster than as bigint.
    const own = new Int32Array(known.steps.buffer);
    let next = 0;
    let asked: BigInt64Array | null = null;
    let halves: Int32Array = new Int32Array(0);
    return (steps, at) => {
      if (steps !== asked) {
        asked = steps;
        halves = new Int32Array(steps.buffer, steps.byteOffset, steps.length * 2);
      }
      const low = halves[at * 2];
      const high = halves[at * 2 + 1];
      if (own[next * 2] !== low || own[next * 2 + 1] !== high) {
        next = placeOf(known.steps, steps[at] as bigint);
        if (next < 0) {
          next = 0;
          return -1;
        }
      }
      const row = rows[next] as number;
      next += 1;
      return row;
    };
  }
}

/** Place of a step in an ascending list; −1 when it is not there. */
function placeOf(steps: BigInt64Array, step: bigint): number {
  let low = 0;
  let high = steps.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = steps[middle] as bigint;
    if (found === step) return middle;
    if (found < step) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const bytesOf = (steps: BigInt64Array): Buffer =>
  Buffer.from(steps.buffer, steps.byteOffset, steps.byteLength);
