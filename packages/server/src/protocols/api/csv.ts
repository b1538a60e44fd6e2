import type { ExactJson } from '@runloom/model';

/** A value, or the text of a number or of JSON, which is written as it stands. */
export type CsvCell = ExactJson | undefined | { readonly text: string };

/**
 * One line of a CSV or TSV file (RFC 4180) with its end. Texts that a spreadsheet would take for a
 * formula get an apostrophe in front, one more where they have some, so that one can be taken away
 * again; numbers stay numbers, whatever their sign.
 */
export function csvLine(values: readonly CsvCell[], delimiter: ',' | '\t' = ','): string {
  const cells = values.map((value) => {
    const text = textOf(value);
    const isQuoted = /["\r\n]/.test(text) || text.includes(delimiter);
    return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(delimiter)}\r\n`;
}

function textOf(value: CsvCell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return typeof value === 'object' && 'text' in value ? value.text : String(value);
}
