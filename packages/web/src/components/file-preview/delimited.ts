/** A table of texts. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** There were more rows than were asked for. */
  readonly isCut: boolean;
}

/**
 * Reads CSV (RFC 4180) or TSV whose first row names the columns: quoted fields may hold delimiters,
 * line ends and doubled quotes. Rows may be of any length; columns without a name are numbered.
 */
export function readDelimited(text: string, delimiter: string, mostRows: number): TextTable {
  const [head = [], ...rows] = readRows(text, delimiter, mostRows + 2);
  const width = rows.reduce((most, row) => Math.max(most, row.length), head.length);
  const columns = Array.from({ length: width }, (_, index) => head[index] || `Column ${index + 1}`);
  return { columns, rows: rows.slice(0, mostRows), isCut: rows.length > mostRows };
}

function readRows(text: string, delimiter: string, most: number): string[][] {
  const rows: string[][] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length && rows.length < most) {
    const row: string[] = [];
    for (;;) {
      const [field, end] = readField(text, at, delimiter);
      row.push(field);
      at = end;
      if (text[at] !== delimiter) break;
      at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
  }
  return rows;
}

/** A field and the position after it. */
function readField(text: string, from: number, delimiter: string): [field: string, end: number] {
  let field = '';
  let at = from;
  if (text[at] === '"') {
    for (at += 1; at < text.length; ) {
      const quote = text.indexOf('"', at);
      if (quote < 0) return [field + text.slice(at), text.length];
      field += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== '"') break;
      field += '"';
      at += 1;
    }
  }
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
    end += 1;
  }
  return [field + text.slice(at, end), end];
}
