import type { JsonText } from '../../objects/index.ts';

/** A row of a file, before columns are chosen. */
export interface FileRecord {
  /** Where it stands, as people look for it: `line 12`, `row 3`. */
  readonly where: string;
  readonly cells: ReadonlyMap<string, FileCell>;
}

/** A text that may mean anything, or a value that the file itself gives a type. */
export type FileCell = { readonly text: string } | { readonly json: JsonText };

/** What is wrong in a file, in words that name the place. */
export class FileProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FileProblem';
  }
}

/** Records that are handed on together. */
export const RECORDS_AT_ONCE = 2_000;
