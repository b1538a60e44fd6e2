import { type CombinedTable, numberIn } from './combine.ts';

/** How the numbers of one column lie, of each run. */
export interface ColumnHistogram {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** One list of counts for each run, over bins of equal width; null where it has no numbers. */
  readonly counts: readonly (readonly number[] | null)[];
}

const BINS = 24;

/** Histograms of the columns of numbers over the rows found: all runs over the same bins. */
export function columnHistograms(
  table: CombinedTable,
  found: Uint32Array,
  runCount: number,
  mostColumns: number,
): readonly ColumnHistogram[] {
  const columns = new Map<string, { index: number; run: number | null }[]>();
  for (const [index, { title, isNumeric, run }] of table.columns.entries()) {
    if (!isNumeric) continue;
    columns.set(title, [...(columns.get(title) ?? []), { index, run }]);
  }
  const histograms: ColumnHistogram[] = [];
  for (const [title, places] of columns) {
    if (histograms.length === mostColumns) break;
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { index } of places) {
      for (const at of found) {
        const number = numberIn(table.rows[at]?.[index]);
        if (number === null) continue;
        if (number < min) min = number;
        if (number > max) max = number;
      }
    }
    if (min > max) continue;
    const counts: (number[] | null)[] = Array.from({ length: runCount }, () => null);
    const width = (max - min) / BINS;
    for (const { index, run } of places) {
      for (const at of found) {
        const number = numberIn(table.rows[at]?.[index]);
        const owner = run ?? table.owners[at] ?? -1;
        if (number === null || owner < 0) continue;
        const bin = width > 0 ? Math.min(BINS - 1, Math.floor((number - min) / width)) : 0;
        const own = counts[owner] ?? Array.from({ length: BINS }, () => 0);
        own[bin] = (own[bin] ?? 0) + 1;
        counts[owner] = own;
      }
    }
    if (counts.some((own) => own !== null)) histograms.push({ title, min, max, counts });
  }
  return histograms;
}
