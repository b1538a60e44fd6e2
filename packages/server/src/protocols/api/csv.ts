import type { ExactJson } from '@runloom/model';

/**
 * One line of a CSV file (RFC 4180) with its end. Texts that a spreadsheet would take for a formula
 * get an apostrophe in front; numbers stay numbers, whatever their sign.
 */
export function csvLine(values: readonly (ExactJson | undefined)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: ExactJson | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
