import type { Readable } from 'node:stream';
import { type ExactJson, stringifyExact } from '@runloom/model';
import {
  type ParquetCell,
  type ParquetColumn,
  type ParquetPage,
  writeParquetFile,
} from '../../platform/parquet.ts';
import { type Column, type ColumnKind, leavesOf, type Table } from './survey.ts';

const TYPES: Readonly<Record<ColumnKind, ParquetColumn['type']>> = {
  integer: 'INT64',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  text: 'STRING',
  json: 'STRING',
};

type Row = ReadonlyMap<string, ExactJson>;

/** The table of these rows as a Parquet file; each page of rows becomes a row group. */
export function writeParquet({ columns }: Table, pages: AsyncIterable<readonly Row[]>): Readable {
  return writeParquetFile(
    columns.map(({ name, kind }) => ({ name, type: TYPES[kind] })),
    cellsOf(columns, pages),
  );
}

async function* cellsOf(
  columns: readonly Column[],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<ParquetPage> {
  for await (const page of pages) {
    const rows = page.map(leavesOf);
    yield columns.map(({ name, kind }) => rows.map((row) => cell(row.get(name), kind)));
  }
}

function cell(value: ExactJson | undefined, kind: ColumnKind): ParquetCell {
  if (value === undefined || value === null) return null;
  if (kind === 'json') return stringifyExact(value);
  if (kind === 'integer') return BigInt(value as number | bigint);
  return value as number | boolean | string;
}
