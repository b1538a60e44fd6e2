import type { DatasetFormat, DatasetPreview } from '@runloom/model';
import { parseExactJson, toApiJson } from '@runloom/model';
import { ColumnTypeGuess } from './column-types.ts';
import { FileProblem, type FileRecord } from './record.ts';
import { rowOfRecord } from './rows.ts';

const ROWS_SHOWN = 50;
const PROBLEMS_SHOWN = 20;
/** Columns that are told; a file with more was read with the wrong delimiter, or is no table. */
const MOST_COLUMNS = 2_000;

/** What a file holds: its columns with the types that fit, its first rows, and what is wrong with it. */
export async function previewFile(
  format: DatasetFormat,
  records: AsyncIterable<readonly FileRecord[]>,
): Promise<DatasetPreview> {
  const guesses = new Map<string, ColumnTypeGuess>();
  const first: FileRecord[] = [];
  const problems: string[] = [];
  let rowCount = 0;
  try {
    for await (const some of records) {
      for (const record of some) {
        if (first.length < ROWS_SHOWN) first.push(record);
        rowCount += 1;
        for (const [name, cell] of record.cells) {
          let guess = guesses.get(name);
          if (guess === undefined) {
            if (guesses.size >= MOST_COLUMNS) {
              throw new FileProblem(`The file has more than ${MOST_COLUMNS} columns.`);
            }
            guess = new ColumnTypeGuess();
            guesses.set(name, guess);
          }
          guess.add(cell);
        }
      }
    }
    if (rowCount === 0) problems.push(emptyProblem(format));
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    problems.push(error.message);
  }
  const columns = [...guesses].map(([source, guess]) => ({
    source,
    name: source,
    type: guess.type,
    emptyCount: guess.emptyCount,
  }));
  return {
    rowCount,
    columns,
    rows: first.map((record) => toApiJson(parseExactJson(rowOfRecord(record, columns).row))),
    problems: problems.slice(0, PROBLEMS_SHOWN),
    problemCount: problems.length,
  };
}

const emptyProblem = (format: DatasetFormat): string =>
  format === 'csv' || format === 'tsv'
    ? 'The file has no rows below its first line, which names the columns.'
    : 'The file has no rows.';
