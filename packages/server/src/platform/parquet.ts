import { Readable } from 'node:stream';
import {
  type BasicType,
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  schemaFromColumnData,
  type Writer,
} from 'hyparquet-writer';

export interface ParquetColumn {
  readonly name: string;
  /** Cells of `JSON` are JSON texts, written as they are. */
  readonly type: Extract<BasicType, 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'STRING' | 'JSON'>;
}

export type ParquetCell = bigint | number | boolean | string | null;

/** Cells of some rows, column by column. */
export type ParquetPage = readonly ParquetCell[][];

/**
 * A table as a Parquet file. Each page of rows becomes a row group, so that no more than a page is
 * held; the same pages always make the same bytes.
 */
export function writeParquetFile(
  columns: readonly ParquetColumn[],
  pages: AsyncIterable<ParquetPage>,
): Readable {
  return Readable.from(rowGroups(columns, pages), { objectMode: false });
}

async function* rowGroups(
  columns: readonly ParquetColumn[],
  pages: AsyncIterable<ParquetPage>,
): AsyncGenerator<Uint8Array> {
  const columnData = (page: ParquetPage): ColumnSource[] =>
    columns.map(({ name, type }, index) => ({
      name,
      type: type === 'JSON' ? 'STRING' : type,
      data: page[index] ?? [],
      nullable: true,
    }));
  const schema = schemaFromColumnData({ columnData: columnData([]) }).map((element, index) => {
    // The writer itself would take a JSON text for a value, and quote it.
    const isJson = index > 0 && columns[index - 1]?.type === 'JSON';
    return isJson ? { ...element, logical_type: { type: 'JSON' as const } } : element;
  });
  const written: Uint8Array[] = [];
  const writer = collectingWriter(written);
  const file = new ParquetWriter({ writer, schema, createdBy: 'runloom' });
  for await (const page of pages) {
    await file.write({ columnData: columnData(page), rowGroupSize: page[0]?.length ?? 0 });
    yield* written.splice(0);
  }
  await file.finish();
  yield* written;
}

/** Gives away what was written after each row group. */
function collectingWriter(written: Uint8Array[]): Writer {
  const writer: Writer & { index: number } = new ByteWriter();
  writer.flush = () => {
    written.push(new Uint8Array(writer.buffer.slice(0, writer.index)));
    writer.index = 0;
  };
  writer.finish = () => writer.flush?.();
  return writer;
}
