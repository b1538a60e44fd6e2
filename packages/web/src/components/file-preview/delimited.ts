import { DelimitedReader } from '@runloom/model';

/** A table of texts. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** There were more rows than were asked for. */
  readonly isCut: boolean;
}

/** CSV or TSV whose first row names the columns; those without a name are numbered. */
export function readDelimited(text: string, delimiter: string, mostRows: number): TextTable {
  const reader = new DelimitedReader(delimiter);
  const most = mostRows + 2;
  const complete = reader.push(text, most);
  const all = [...complete, ...reader.end(most - complete.length)];
  const [head = [], ...rows] = all.map(({ fields }) => fields);
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), head.length);
  const columns = Array.from({ length: width }, (_, index) => head[index] || `Column ${index + 1}`);
  return { columns, rows: rows.slice(0, mostRows), isCut: rows.length > mostRows };
}
