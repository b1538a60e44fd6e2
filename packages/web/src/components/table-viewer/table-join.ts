import type { ExactJson } from '@runloom/model';
import { cellText, type TableData } from './table-data.ts';

/** Rows that have no partner: left out, or kept with empty cells. */
export type JoinKind = 'inner' | 'left' | 'outer';

export interface TableJoin {
  readonly leftColumn: number;
  readonly rightColumn: number;
  readonly kind: JoinKind;
}

/** More rows than a browser holds: keys that repeat on both sides multiply. */
export const MOST_JOINED_ROWS = 1_000_000;

/**
 * Two tables side by side where their key columns hold the same value; every pair of rows with one
 * key is a row. Numbers are the same when their values are (`1` and `1.0`), also past 2^53; empty
 * cells and NaN join nothing. Titles that both have are told apart by the tables' names.
 * @returns `isCut`: more rows than {@link MOST_JOINED_ROWS} would have come out
 */
export function joinByKey(
  left: TableData & { readonly name: string },
  right: TableData & { readonly name: string },
  { leftColumn, rightColumn, kind }: TableJoin,
): { readonly table: TableData; readonly isCut: boolean } {
  const partners = new Map<string, number[]>();
  for (const [index, row] of right.rows.entries()) {
    const key = keyOf(row[rightColumn]);
    if (key === null) continue;
    const known = partners.get(key);
    if (known === undefined) partners.set(key, [index]);
    else known.push(index);
  }
  const rows: (readonly ExactJson[])[] = [];
  const joined = new Set<number>();
  const empty = (count: number): readonly ExactJson[] => Array.from({ length: count }, () => null);
  for (const row of left.rows) {
    const key = keyOf(row[leftColumn]);
    const found = key === null ? undefined : partners.get(key);
    const own = padded(row, left.columns.length);
    for (const index of found ?? []) {
      if (rows.length >= MOST_JOINED_ROWS) break;
      joined.add(index);
      rows.push([...own, ...padded(right.rows[index] ?? [], right.columns.length)]);
    }
    if (found === undefined && kind !== 'inner')
      rows.push([...own, ...empty(right.columns.length)]);
    if (rows.length >= MOST_JOINED_ROWS) return { table: tableOf(left, right, rows), isCut: true };
  }
  if (kind === 'outer') {
    for (const [index, row] of right.rows.entries()) {
      if (!joined.has(index)) {
        rows.push([...empty(left.columns.length), ...padded(row, right.columns.length)]);
      }
    }
  }
  const isCut = rows.length > MOST_JOINED_ROWS;
  return { table: tableOf(left, right, rows.slice(0, MOST_JOINED_ROWS)), isCut };
}

/** Columns of one title, as the ones to join by; the first ones when there are none. */
export function likelyKeys(left: TableData, right: TableData): readonly [number, number] {
  for (const [index, { title }] of left.columns.entries()) {
    const partner = right.columns.findIndex((column) => column.title === title);
    if (partner >= 0) return [index, partner];
  }
  return [0, 0];
}

function tableOf(
  left: TableData & { readonly name: string },
  right: TableData & { readonly name: string },
  rows: readonly (readonly ExactJson[])[],
): TableData {
  const titles = new Set(left.columns.map(({ title }) => title));
  const shared = new Set(right.columns.map(({ title }) => title).filter((one) => titles.has(one)));
  const named = ({ columns, name }: TableData & { readonly name: string }, side: string) =>
    columns.map((column) =>
      shared.has(column.title)
        ? { ...column, title: `${column.title} (${left.name === right.name ? side : name})` }
        : column,
    );
  return { columns: [...named(left, 'left'), ...named(right, 'right')], rows };
}

function padded(row: readonly ExactJson[], length: number): readonly ExactJson[] {
  if (row.length === length) return row;
  return Array.from({ length }, (_, index) => row[index] ?? null);
}

/** What rows are joined by; null for what joins nothing. */
export function keyOf(value: ExactJson | undefined): string | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === 'number' || typeof value === 'bigint') {
    return `number ${value === 0 ? 0 : value}`;
  }
  return `${typeof value} ${cellText(value)}`;
}
