import type { ExactJson } from '@runloom/model';
import { cellText, type TableData } from '../../components/table-viewer/table-data.ts';
import { keyOf } from '../../components/table-viewer/table-join.ts';

/** A table of one run. */
export interface RunTable extends TableData {
  readonly run: string;
  readonly label: string;
}

/** Tables of several runs as one. */
export interface CombinedTable {
  readonly columns: readonly CombinedColumn[];
  readonly rows: readonly (readonly ExactJson[])[];
  /** Run of each row, by its place; −1 where a row is of several. */
  readonly owners: Int16Array;
  readonly isCut: boolean;
}

export interface CombinedColumn {
  readonly title: string;
  readonly isNumeric: boolean;
  /** Place of the run that the column is of; null when it is of all. */
  readonly run: number | null;
}

/**
 * Tables that one run logged at several steps as one, with a column for the step before the others;
 * columns of one title are one.
 */
export function stackSteps(tables: readonly TableData[], steps: readonly number[]): TableData {
  const { columns, rowsIn } = sharedColumns(tables);
  return {
    columns: [{ title: STEP_COLUMN, isNumeric: true }, ...columns],
    rows: tables.flatMap(({ rows }, index) =>
      rows.map((row) => [steps[index] ?? null, ...(rowsIn[index]?.(row) ?? [])]),
    ),
  };
}

/** More than a browser holds. */
export const MOST_COMBINED_ROWS = 1_000_000;
export const RUN_COLUMN = 'Run';
export const STEP_COLUMN = 'Step';

/** All rows one after the other, with the run before each; columns of one title are one. */
export function concatenateRuns(tables: readonly RunTable[]): CombinedTable {
  const { columns, rowsIn } = sharedColumns(tables);
  const total = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const count = Math.min(total, MOST_COMBINED_ROWS);
  const rows: (readonly ExactJson[])[] = [];
  const owners = new Int16Array(count);
  for (const [index, table] of tables.entries()) {
    for (const row of table.rows) {
      if (rows.length === count) break;
      owners[rows.length] = index;
      rows.push([table.label, ...(rowsIn[index]?.(row) ?? [])]);
    }
  }
  return {
    columns: [
      { title: RUN_COLUMN, isNumeric: false, run: null },
      ...columns.map((column) => ({ ...column, run: null })),
    ],
    rows,
    owners,
    isCut: total > count,
  };
}

/** The columns of tables that stand below each other, and how a row of each of the tables stands in them. */
function sharedColumns(tables: readonly TableData[]) {
  const titles = [...new Set(tables.flatMap(({ columns }) => columns.map(({ title }) => title)))];
  const placeOf = ({ columns }: TableData, title: string) =>
    columns.findIndex((column) => column.title === title);
  return {
    columns: titles.map((title) => ({
      title,
      isNumeric: tables.every((table) => table.columns[placeOf(table, title)]?.isNumeric ?? true),
    })),
    rowsIn: tables.map((table) => {
      const places = titles.map((title) => placeOf(table, title));
      return (row: readonly ExactJson[]) =>
        places.map((place) => (place < 0 ? null : (row[place] ?? null)));
    }),
  };
}

/**
 * A row for each value of a column, with the columns of all runs beside each other. Where a value
 * stands in several rows of a run, the first goes with the first of the other runs, the second with
 * the second, and so on.
 * @param column title of the column; runs whose table has none are left empty
 * @param kind `inner`: only values that all runs have
 */
export function joinRuns(
  tables: readonly RunTable[],
  column: string,
  kind: 'inner' | 'outer',
): CombinedTable {
  const places = tables.map(({ columns }) => columns.findIndex(({ title }) => title === column));
  const byKey = new Map<string, { value: ExactJson; rows: (readonly ExactJson[] | null)[] }>();
  for (const [index, table] of tables.entries()) {
    const seen = new Map<string, number>();
    for (const row of table.rows) {
      const value = row[places[index] ?? -1] ?? null;
      const key = keyOf(value);
      if (key === null) continue;
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      const name = `${count} ${key}`;
      const known = byKey.get(name) ?? { value, rows: tables.map(() => null) };
      known.rows[index] = row;
      byKey.set(name, known);
    }
  }
  const others = [
    ...new Set(tables.flatMap(({ columns }) => columns.map(({ title }) => title))),
  ].filter((title) => title !== column);
  const cells = others.flatMap((title) =>
    tables.flatMap((table, run) => {
      const place = table.columns.findIndex((one) => one.title === title);
      const found = table.columns[place];
      return found === undefined ? [] : [{ title, run, place, isNumeric: found.isNumeric }];
    }),
  );
  const entries = [...byKey.values()].filter(
    ({ rows }) => kind === 'outer' || !rows.includes(null),
  );
  const rows = entries
    .slice(0, MOST_COMBINED_ROWS)
    .map(({ value, rows: own }) => [
      value,
      ...cells.map(({ run, place }) => own[run]?.[place] ?? null),
    ]);
  const first = tables.find((_, index) => (places[index] ?? -1) >= 0);
  const isNumeric = first?.columns.find(({ title }) => title === column)?.isNumeric ?? false;
  return {
    columns: [
      { title: column, isNumeric, run: null },
      ...cells.map(({ title, run, isNumeric: numeric }) => ({ title, isNumeric: numeric, run })),
    ],
    rows,
    owners: new Int16Array(rows.length).fill(-1),
    isCut: entries.length > MOST_COMBINED_ROWS,
  };
}

/** The first column that all tables have, to join by. */
export function likelyJoinColumn(tables: readonly TableData[]): string {
  const [first, ...others] = tables;
  const shared = first?.columns.find(({ title }) =>
    others.every(({ columns }) => columns.some((column) => column.title === title)),
  );
  return shared?.title ?? first?.columns[0]?.title ?? '';
}

export type Aggregate = 'mean' | 'sum' | 'min' | 'max' | 'median';

/**
 * A row for each value of a column: how many rows have it, and the columns of numbers over them.
 * Cells without a number count for nothing.
 */
export function groupRows(
  table: CombinedTable,
  found: Uint32Array,
  column: number,
  aggregate: Aggregate,
): CombinedTable {
  const numeric = table.columns.flatMap((one, index) =>
    one.isNumeric && index !== column ? [{ ...one, index }] : [],
  );
  const groups = new Map<string, { value: ExactJson; count: number; numbers: number[][] }>();
  for (const place of found) {
    const row = table.rows[place] ?? [];
    const value = row[column] ?? null;
    const key = `${typeof value} ${cellText(value)}`;
    const group = groups.get(key) ?? { value, count: 0, numbers: numeric.map(() => []) };
    group.count += 1;
    for (const [at, { index }] of numeric.entries()) {
      const number = numberIn(row[index]);
      if (number !== null) group.numbers[at]?.push(number);
    }
    groups.set(key, group);
  }
  const rows = [...groups.values()].map(({ value, count, numbers }) => [
    value,
    count,
    ...numbers.map((own) => aggregateOf(own, aggregate)),
  ]);
  const head = table.columns[column];
  return {
    columns: [
      { title: head?.title ?? '', isNumeric: head?.isNumeric ?? false, run: head?.run ?? null },
      { title: 'Rows', isNumeric: true, run: null },
      ...numeric.map(({ title, run }) => ({
        title: `${aggregate} of ${title}`,
        isNumeric: true,
        run,
      })),
    ],
    rows,
    owners: new Int16Array(rows.length).fill(-1),
    isCut: table.isCut,
  };
}

function aggregateOf(numbers: readonly number[], aggregate: Aggregate): number | null {
  if (numbers.length === 0) return null;
  switch (aggregate) {
    case 'sum':
      return sum(numbers);
    case 'mean':
      return sum(numbers) / numbers.length;
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number));
    case 'median': {
      const sorted = numbers.toSorted((a, b) => a - b);
      const middle = Math.floor(sorted.length / 2);
      const upper = sorted[middle] ?? 0;
      return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
    }
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** A finite number; null for anything else. */
export function numberIn(value: ExactJson | undefined): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
