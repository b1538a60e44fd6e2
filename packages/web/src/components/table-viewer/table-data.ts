import { type ExactJson, toApiJson } from '@runloom/model';
import { valueText } from '../value-tree/api-json.ts';

/** A table as the client saved it, with every number as it was. */
export interface TableData {
  readonly columns: readonly { readonly title: string; readonly isNumeric: boolean }[];
  readonly rows: readonly (readonly ExactJson[])[];
}

/** Rows that decide whether a column holds numbers. */
const ROWS_TO_JUDGE = 200;

/** `{"columns": […], "data": [[…], …]}`; null for any other JSON. */
export function readTable(json: ExactJson): TableData | null {
  if (!(json instanceof Map)) return null;
  const titles = json.get('columns');
  const data = json.get('data');
  if (!Array.isArray(titles) || !Array.isArray(data)) return null;
  const rows = data.filter((row): row is ExactJson[] => Array.isArray(row));
  if (rows.length !== data.length) return null;
  return {
    columns: titles.map((title, index) => ({
      title: cellText(title),
      isNumeric: isNumeric(rows, index),
    })),
    rows,
  };
}

/** The rows of tables with the same columns, one after the other. */
export function joinTables(tables: readonly TableData[]): TableData | null {
  const [first] = tables;
  if (first === undefined || tables.length === 1) return first ?? null;
  return { columns: first.columns, rows: tables.flatMap(({ rows }) => rows) };
}

/** What a cell shows, and what filters look in. */
export function cellText(value: ExactJson | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value === null || value === undefined) return '';
  return valueText(toApiJson(value));
}

function isNumeric(rows: readonly (readonly ExactJson[])[], index: number): boolean {
  let found = false;
  for (const row of rows.slice(0, ROWS_TO_JUDGE)) {
    const value = row[index];
    if (value === null || value === undefined) continue;
    if (typeof value !== 'number' && typeof value !== 'bigint') return false;
    found = true;
  }
  return found;
}
