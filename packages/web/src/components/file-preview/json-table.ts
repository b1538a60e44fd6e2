import { type ExactJson, toApiJson } from '@runloom/model';
import { valueText } from '../value-tree/api-json.ts';
import type { TextTable } from './delimited.ts';

/** A table that the client saved: `{"columns": […], "data": [[…], …]}`. Null for any other JSON. */
export function jsonTable(json: ExactJson, mostRows: number): TextTable | null {
  if (!(json instanceof Map)) return null;
  const columns = json.get('columns');
  const data = json.get('data');
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return null;
  return {
    columns: columns.map(cellText),
    rows: data.slice(0, mostRows).map((row: readonly ExactJson[]) => row.map(cellText)),
    isCut: data.length > mostRows,
  };
}

function cellText(value: ExactJson): string {
  return typeof value === 'string' ? value : valueText(toApiJson(value));
}
