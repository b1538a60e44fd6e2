import type { LeaderboardView } from '@runloom/model';

type Row = LeaderboardView['rows'][number];
type Cell = NonNullable<Row['cells'][number]>;

/** `1`, or `2–4` where a model can't be told apart from others. */
export const rankText = ({ bestRank, worstRank }: Pick<Cell, 'bestRank' | 'worstRank'>): string =>
  bestRank === worstRank ? String(bestRank) : `${bestRank}–${worstRank}`;

/** Rows by a column: the best first, by its middle where ranks are shared; those without a value last. */
export function rankedRows(rows: readonly Row[], column: number): readonly Row[] {
  const middle = (row: Row): number => {
    const cell = row.cells[column];
    return cell == null ? Number.POSITIVE_INFINITY : cell.bestRank + cell.worstRank;
  };
  return rows.toSorted((a, b) => middle(a) - middle(b));
}
