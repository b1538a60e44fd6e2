import type { ExactJson } from '@runloom/model';
import { cellText, type TableData } from '../../../../components/table-viewer/table-data.ts';

/** Rows are the same row when their key column holds the same value, or when they have the same number. */
export type TableKey = { readonly column: string } | 'row number';

export interface TableDifference {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  /** Cells that differ in rows that both have. */
  readonly changedCells: number;
  /** Rows whose key another row of their table has, too: paired in their order. */
  readonly repeated: number;
  readonly addedColumns: readonly string[];
  readonly removedColumns: readonly string[];
  /** Rows that differ: what became of each, then its cells, those that changed as `before → after`. */
  readonly table: TableData;
}

const CHANGE = 'Change';

/**
 * What became of the rows of a table. Values are the same when they are the same value: `1` and
 * `1.0`, NaN and NaN, also past 2^53.
 */
export function diffTables(before: TableData, after: TableData, key: TableKey): TableDifference {
  const titles = columnsOf(before, after);
  const left = keyedRows(before, key);
  const right = keyedRows(after, key);
  const counts = { added: 0, removed: 0, changed: 0, same: 0, changedCells: 0 };
  const rows: (readonly ExactJson[])[] = [];
  const at = (table: TableData, title: string) =>
    table.columns.findIndex((column) => column.title === title);
  const places = titles.map((title) => [at(before, title), at(after, title)] as const);

  for (const [name, now] of right.rows) {
    const old = left.rows.get(name);
    if (old === undefined) {
      counts.added += 1;
      rows.push(['added', ...places.map(([, place]) => now[place] ?? null)]);
      continue;
    }
    let changed = 0;
    const cells = places.map(([oldPlace, nowPlace]) => {
      const [oldValue, nowValue] = [old[oldPlace], now[nowPlace]];
      // Columns of one side alone are told as such, not as a change of every row.
      if (oldPlace === -1 || nowPlace === -1) return nowValue ?? oldValue ?? null;
      if (identity(oldValue) === identity(nowValue)) return nowValue ?? null;
      changed += 1;
      return `${shown(oldValue)} → ${shown(nowValue)}`;
    });
    counts.changedCells += changed;
    counts[changed === 0 ? 'same' : 'changed'] += 1;
    if (changed > 0) rows.push(['changed', ...cells]);
  }
  for (const [name, old] of left.rows) {
    if (right.rows.has(name)) continue;
    counts.removed += 1;
    rows.push(['removed', ...places.map(([place]) => old[place] ?? null)]);
  }
  const isIn = (table: TableData, title: string) => at(table, title) !== -1;
  return {
    ...counts,
    repeated: left.repeated + right.repeated,
    addedColumns: titles.filter((title) => !isIn(before, title)),
    removedColumns: titles.filter((title) => !isIn(after, title)),
    table: {
      columns: [
        { title: CHANGE, isNumeric: false },
        ...titles.map((title, index) => ({
          title,
          isNumeric: columnOf(before, after, places[index] ?? [-1, -1])?.isNumeric ?? false,
        })),
      ],
      rows,
    },
  };
}

/** A column that tells rows apart in both tables: the first whose values never repeat, else by number. */
export function likelyKey(before: TableData, after: TableData): TableKey {
  const shared = before.columns.filter(({ title }) =>
    after.columns.some((column) => column.title === title),
  );
  for (const { title } of shared) {
    const key = { column: title };
    if (keyedRows(before, key).repeated === 0 && keyedRows(after, key).repeated === 0) return key;
  }
  return 'row number';
}

/** Columns of the table after, then those that only the one before has. */
function columnsOf(before: TableData, after: TableData): readonly string[] {
  return [...new Set([...after.columns, ...before.columns].map(({ title }) => title))];
}

function columnOf(
  before: TableData,
  after: TableData,
  [oldPlace, nowPlace]: readonly [number, number],
): TableData['columns'][number] | undefined {
  return after.columns[nowPlace] ?? before.columns[oldPlace];
}

function keyedRows(
  table: TableData,
  key: TableKey,
): { readonly rows: ReadonlyMap<string, readonly ExactJson[]>; readonly repeated: number } {
  const rows = new Map<string, readonly ExactJson[]>();
  const seen = new Map<string, number>();
  let repeated = 0;
  const place =
    key === 'row number' ? -1 : table.columns.findIndex((column) => column.title === key.column);
  for (const [index, row] of table.rows.entries()) {
    const name = place === -1 ? String(index) : identity(row[place]);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    if (count > 0) repeated += 1;
    rows.set(`${name}\u0000${count}`, row);
  }
  return { rows, repeated };
}

/** The same text for the same value, and for no other. */
function identity(value: ExactJson | undefined): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') {
    return `number ${value === 0 ? 0 : value}`;
  }
  return `${typeof value} ${cellText(value)}`;
}

const shown = (value: ExactJson | undefined): string =>
  value === null || value === undefined ? 'nothing' : cellText(value);
