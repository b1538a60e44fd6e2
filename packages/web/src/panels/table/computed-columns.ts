import {
  type ExactJson,
  ExpressionError,
  evaluateExpression,
  parseExpression,
  type Reference,
  referencesOf,
  type TableSettings,
} from '@runloom/model';
import type { CombinedTable } from './combine.ts';

/** A table with the columns that were computed, and what is wrong with those that could not be. */
export interface ComputedTable {
  readonly table: CombinedTable;
  readonly problems: readonly string[];
}

/**
 * Adds columns of numbers by expressions over others, computed ones before them among these. A cell is
 * empty where one that it is computed from holds no number.
 * @param placeOf finds a column by its name in settings; −1 for none
 */
export function withComputed(
  table: CombinedTable,
  computed: TableSettings['computed'],
  placeOf: (table: CombinedTable, name: string) => number,
): ComputedTable {
  const problems: string[] = [];
  let known = table;
  for (const { title, expression } of computed) {
    if (title.trim() === '' || expression.trim() === '') continue;
    try {
      known = withColumn(known, title, expression, placeOf);
    } catch (problem) {
      if (!(problem instanceof ExpressionError)) throw problem;
      problems.push(`${title}: ${problem.message}`);
    }
  }
  return { table: known, problems };
}

function withColumn(
  table: CombinedTable,
  title: string,
  text: string,
  placeOf: (table: CombinedTable, name: string) => number,
): CombinedTable {
  const expression = parseExpression(text);
  const columns = new Map(
    referencesOf(expression).map((reference) => [
      reference.name,
      placeIn(table, reference, placeOf),
    ]),
  );
  const numbers = new Map<string, Float64Array>();
  for (const [name, place] of columns) {
    numbers.set(
      name,
      Float64Array.from(table.rows, (row) => numberAt(row[place]) ?? Number.NaN),
    );
  }
  const values = evaluateExpression(expression, {
    length: table.rows.length,
    valuesOf: ({ name }) => numbers.get(name) ?? Number.NaN,
  });
  const places = [...columns.values()];
  return {
    ...table,
    columns: [...table.columns, { title, isNumeric: true, run: null }],
    rows: table.rows.map((row, index) => {
      const isWhole = places.every((place) => numberAt(row[place]) !== null);
      return [...row, isWhole ? (values[index] ?? null) : null];
    }),
  };
}

/** @throws ExpressionError for what is no column */
function placeIn(
  table: CombinedTable,
  { source, name, at }: Reference,
  placeOf: (table: CombinedTable, name: string) => number,
): number {
  const place = source === 'metric' ? placeOf(table, name) : -1;
  if (place >= 0) return place;
  throw new ExpressionError(`These tables have no column ${JSON.stringify(name)}.`, at);
}

/** A number as it stands there, NaN and infinities too; null for anything else. */
function numberAt(value: ExactJson | undefined): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}
