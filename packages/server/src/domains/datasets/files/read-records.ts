import type { DatasetFormat } from '@runloom/model';
import type { FileBytes } from '../types.ts';
import { readDelimitedFile } from './delimited-file.ts';
import { readJsonLines } from './json-lines.ts';
import { readJsonList } from './json-list.ts';
import { readParquetFile } from './parquet-file.ts';
import type { FileRecord } from './record.ts';

/** The rows of a file, some at a time. @throws FileProblem */
export function readRecords(
  format: DatasetFormat,
  bytes: FileBytes,
): AsyncIterable<readonly FileRecord[]> {
  switch (format) {
    case 'csv':
      return readDelimitedFile(bytes, ',');
    case 'tsv':
      return readDelimitedFile(bytes, '\t');
    case 'jsonl':
      return readJsonLines(bytes);
    case 'json':
      return readJsonList(bytes);
    case 'parquet':
      return readParquetFile(bytes);
  }
}
