import { type DatasetImportColumn, objectText } from '@runloom/model';
import { invalid } from '../../../platform/errors.ts';
import type { JsonText } from '../../objects/index.ts';
import { refuseTwice } from '../names-once.ts';
import { readCell } from './column-types.ts';
import { FileProblem, type FileRecord } from './record.ts';

/** A row of the chosen columns, and what is wrong in it. */
export function rowOfRecord(
  { where, cells }: FileRecord,
  columns: readonly DatasetImportColumn[],
): { readonly row: JsonText; readonly problems: readonly string[] } {
  const members = new Map<string, JsonText>();
  const problems: string[] = [];
  for (const { source, name, type } of columns) {
    const cell = cells.get(source);
    if (name === null || cell === undefined) continue;
    const read = readCell(cell, type);
    if ('json' in read) members.set(name, read.json);
    else problems.push(`${capital(where)}, column "${source}": ${read.problem}.`);
  }
  return { row: objectText(members), problems };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * @param columns null for all that there are, as they are
 * @throws RunloomError('invalid') for the first thing that is wrong, with its place
 */
export async function* rowsOfRecords(
  records: AsyncIterable<readonly FileRecord[]>,
  columns: readonly DatasetImportColumn[] | null,
): AsyncGenerator<readonly JsonText[]> {
  if (columns !== null) checkNames(columns);
  try {
    for await (const some of records) {
      yield some.map((record) => {
        const { row, problems } = rowOfRecord(record, columns ?? allOf(record));
        const [problem] = problems;
        if (problem !== undefined) throw new FileProblem(problem);
        if (row === '{}') throw new FileProblem(`${capital(record.where)} has no column.`);
        return row;
      });
    }
  } catch (error) {
    if (error instanceof FileProblem) throw invalid(error.message);
    throw error;
  }
}

function checkNames(columns: readonly DatasetImportColumn[]): void {
  const names = columns.flatMap(({ name }) => name ?? []);
  if (names.length === 0) throw invalid('All columns are left out. Keep one at least.');
  refuseTwice('columns', names);
}

const allOf = ({ cells }: FileRecord): readonly DatasetImportColumn[] =>
  [...cells.keys()].map((name) => ({ source: name, name, type: 'as is' }));
