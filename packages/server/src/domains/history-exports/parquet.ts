import { PassThrough, type Readable } from 'node:stream';
import { type ExactJson, stringifyExact } from '@runloom/model';
import {
  type BasicType,
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  schemaFromColumnData,
  type Writer,
} from 'hyparquet-writer';
import { type Column, type ColumnKind, leavesOf, type Table } from './survey.ts';

const TYPES: Readonly<Record<ColumnKind, BasicType>> = {
  integer: 'INT64',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  text: 'STRING',
  json: 'STRING',
};

type Row = ReadonlyMap<string, ExactJson>;

/**
 * The table of these rows as a Parquet file. Each page of rows becomes a row group, so that no more
 * than a page is held; the same pages always make the same bytes.
 */
export function writeParquet(table: Table, pages: AsyncIterable<readonly Row[]>): Readable {
  const body = new PassThrough();
  write(table, pages, body).then(
    () => body.end(),
    (error: unknown) => body.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return body;
}

async function write(
  { columns }: Table,
  pages: AsyncIterable<readonly Row[]>,
  body: PassThrough,
): Promise<void> {
  const schema = schemaFromColumnData({ columnData: columns.map((column) => source(column, [])) });
  const file = new ParquetWriter({ writer: streamWriter(body), schema, createdBy: 'runloom' });
  for await (const page of pages) {
    const rows = page.map(leavesOf);
    const columnData = columns.map((column) =>
      source(
        column,
        rows.map((row) => cell(row.get(column.name), column.kind)),
      ),
    );
    await file.write({ columnData, rowGroupSize: page.length });
  }
  await file.finish();
}

const source = ({ name, kind }: Column, data: Cell[]): ColumnSource => ({
  name,
  data,
  type: TYPES[kind],
  nullable: true,
});

type Cell = bigint | number | boolean | string | null;

function cell(value: ExactJson | undefined, kind: ColumnKind): Cell {
  if (value === undefined || value === null) return null;
  if (kind === 'json') return stringifyExact(value);
  if (kind === 'integer') return BigInt(value as number | bigint);
  return value as number | boolean | string;
}

/** Gives what was written to the stream after each row group, and waits while that is full. */
function streamWriter(body: PassThrough): Writer {
  const writer: Writer & { index: number } = new ByteWriter();
  writer.flush = () => {
    const bytes = new Uint8Array(writer.buffer.slice(0, writer.index));
    writer.index = 0;
    if (body.write(bytes)) return undefined;
    return new Promise<void>((resolve, reject) => {
      body.once('drain', resolve);
      body.once('close', () => reject(new Error('The file is no longer wanted.')));
    });
  };
  writer.finish = () => writer.flush?.();
  return writer;
}
