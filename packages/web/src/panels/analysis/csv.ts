import { numberText } from '@runloom/model';
import type { RunCell } from './cells.ts';

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly RunCell[])[];
}

/**
 * Rows as CSV (RFC 4180). Numbers have the fewest digits that read back as the same; texts that a
 * spreadsheet would take for a formula are led by an apostrophe.
 */
export function toCsv({ columns, rows }: CsvTable): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: RunCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return numberText(cell).replaceAll('"', '');
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
