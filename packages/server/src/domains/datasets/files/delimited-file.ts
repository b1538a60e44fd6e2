import { DelimitedReader, type DelimitedRow } from '@runloom/model';
import type { FileBytes } from '../types.ts';
import { textOf } from './file-text.ts';
import { FileProblem, type FileRecord, RECORDS_AT_ONCE } from './record.ts';

/** A row that goes on for longer is taken for one whose quote was never closed. */
const LONGEST_ROW = 64 * 1024 * 1024;

/** CSV or TSV whose first row names the columns. */
export async function* readDelimitedFile(
  bytes: FileBytes,
  delimiter: ',' | '\t',
): AsyncGenerator<readonly FileRecord[]> {
  const reader = new DelimitedReader(delimiter);
  let columns: readonly string[] | null = null;
  const recordsOf = (rows: readonly DelimitedRow[]): FileRecord[] => {
    const [head, ...others] = columns === null ? rows : [undefined, ...rows];
    if (head !== undefined) columns = columnsOf(head);
    const names = columns ?? [];
    return others.flatMap((row) => (row === undefined ? [] : recordOf(row, names)));
  };
  for await (const text of textOf(bytes)) {
    const records = recordsOf(reader.push(text));
    yield* inParts(records);
    if (reader.waitingLength > LONGEST_ROW) {
      throw new FileProblem('A row is longer than 64 MiB: is a quote never closed?');
    }
  }
  const last = reader.end();
  if (reader.openQuoteLine !== null) {
    throw new FileProblem(`Line ${reader.openQuoteLine}: a quote is opened and never closed.`);
  }
  yield* inParts(recordsOf(last));
}

function* inParts(records: readonly FileRecord[]): Generator<readonly FileRecord[]> {
  for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
    yield records.slice(from, from + RECORDS_AT_ONCE);
  }
}

/** Columns without a name are numbered; of those with one name only the first keeps it. */
function columnsOf({ fields }: DelimitedRow): readonly string[] {
  const names: string[] = [];
  for (const [index, field] of fields.entries()) {
    const name = field.trim() || `Column ${index + 1}`;
    let free = name;
    for (let number = 2; names.includes(free); number += 1) free = `${name} (${number})`;
    names.push(free);
  }
  return names;
}

function recordOf({ line, fields }: DelimitedRow, columns: readonly string[]): FileRecord {
  if (fields.length > columns.length) {
    throw new FileProblem(
      `Line ${line} has ${fields.length} fields, but the first line names ${columns.length} columns.`,
    );
  }
  // Spreadsheets and our own exports put an apostrophe before what would be a formula.
  const plain = (field: string): string =>
    field.charCodeAt(0) === 39 && /^'+[=+\-@\t\r]/.test(field) ? field.slice(1) : field;
  return {
    where: `line ${line}`,
    cells: new Map(columns.map((column, index) => [column, { text: plain(fields[index] ?? '') }])),
  };
}
