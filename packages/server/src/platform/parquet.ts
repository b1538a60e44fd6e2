import { Readable } from 'node:stream';
import { constants, zstdCompressSync } from 'node:zlib';
import {
  type BasicType,
  ByteWriter,
  type ColumnSource,
  type ParquetWriteOptions,
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
  options: ParquetOptions = {},
): Readable {
  return Readable.from(rowGroups(columns, pages, options), { objectMode: false });
}

export interface ParquetOptions {
  /** Snappy is what every reader knows; Zstandard takes a third of its time here, and less room. */
  readonly codec?: 'SNAPPY' | 'ZSTD';
}

const COMPRESSORS: NonNullable<ParquetWriteOptions['compressors']> = {
  ZSTD: (bytes) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
};

async function* rowGroups(
  columns: readonly ParquetColumn[],
  pages: AsyncIterable<ParquetPage>,
  { codec = 'SNAPPY' }: ParquetOptions,
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
  const file = new ParquetWriter({
    writer,
    schema,
    codec,
    compressors: COMPRESSORS,
    createdBy: 'runloom',
  });
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
