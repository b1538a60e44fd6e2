import type { ColumnSpec, SortSpec } from '@runloom/model';
import type { RunsAction } from '../../view/runs-view.ts';
import type { Column } from './columns.ts';

/** The columns that are shown, as the view keeps them. */
export const columnSpecs = (columns: readonly Column[]): readonly ColumnSpec[] =>
  columns.map(({ spec }) => spec);

export function withColumn(
  specs: readonly ColumnSpec[],
  spec: ColumnSpec,
  change: Partial<ColumnSpec>,
): readonly ColumnSpec[] {
  return specs.map((other) => (other === spec ? { ...spec, ...change } : other));
}

/** The column before another one. */
export function moveColumn(
  specs: readonly ColumnSpec[],
  moved: ColumnSpec,
  before: ColumnSpec,
): readonly ColumnSpec[] {
  const from = specs.indexOf(moved);
  const to = specs.indexOf(before);
  return specs.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** What a list is sorted by: a field, or another of a metric's values than the last. */
export type SortKey = Omit<SortSpec, 'isAscending'>;

export const isSameKey = (a: SortKey, b: SortKey): boolean =>
  a.field === b.field && a.statistic === b.statistic;

/** The values that a column shows. */
export const sortKeyOf = ({ field, statistic }: ColumnSpec): SortKey =>
  statistic === 'last' ? { field } : { field, statistic };

/** @param isMore beside what is sorted by already, as the last; else in place of it */
export function sortedBy(
  sort: readonly SortSpec[],
  key: SortKey,
  isAscending: boolean,
  isMore: boolean,
): RunsAction {
  const own = { ...key, isAscending };
  if (!isMore) return { kind: 'runs/sort', sort: [own] };
  const isThere = sort.some((one) => isSameKey(one, key));
  return {
    kind: 'runs/sort',
    sort: isThere ? sort.map((one) => (isSameKey(one, key) ? own : one)) : [...sort, own],
  };
}
