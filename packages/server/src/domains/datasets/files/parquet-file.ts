import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { pythonFloat } from '@runloom/model';
import {
  type Compressors,
  type FileMetaData,
  parquetMetadata,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import type { JsonText } from '../../objects/index.ts';
import type { FileBytes } from '../types.ts';
import { wholeOf } from './file-text.ts';
import { FileProblem, type FileRecord, RECORDS_AT_ONCE } from './record.ts';

/** A JSON column's text, so that its numbers keep their form. */
class JsonColumnText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What writers use besides Snappy, which the reader knows itself. */
const COMPRESSORS: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ZSTD: (bytes) => zstdDecompressSync(bytes),
};

/** Rows of a Parquet file, nested ones included: as the types of its columns say. */
export async function* readParquetFile(bytes: FileBytes): AsyncGenerator<readonly FileRecord[]> {
  const file = (await wholeOf(bytes)).buffer;
  const metadata = readMetadata(file);
  const columns = parquetSchema(metadata).children;
  const rowCount = Number(metadata.num_rows);
  for (let from = 0; from < rowCount; from += RECORDS_AT_ONCE) {
    const rowEnd = Math.min(rowCount, from + RECORDS_AT_ONCE);
    const rows = await readRows(file, metadata, from, rowEnd);
    yield rows.map((row, index) => ({
      where: `row ${from + index + 1}`,
      cells: new Map(
        columns.map((column) => [
          column.element.name,
          { json: textOf(row[column.element.name], column) },
        ]),
      ),
    }));
  }
}

function readMetadata(file: ArrayBuffer): FileMetaData {
  try {
    return parquetMetadata(file);
  } catch (error) {
    throw new FileProblem(`The file is no Parquet file that can be read: ${messageOf(error)}.`);
  }
}

async function readRows(
  file: ArrayBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  try {
    return await parquetReadObjects({
      file,
      metadata,
      compressors: COMPRESSORS,
      rowStart,
      rowEnd,
      parsers: {
        jsonFromBytes: (bytes) => bytes && new JsonColumnText(new TextDecoder().decode(bytes)),
      },
    });
  } catch (error) {
    throw new FileProblem(`Rows ${rowStart + 1} to ${rowEnd} can't be read: ${messageOf(error)}.`);
  }
}

/** The JSON of a value: numbers of floating columns are written as such, `1.0` for 1. */
function textOf(value: unknown, column: SchemaTree | undefined): JsonText {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') {
    return column?.element.logical_type?.type === 'JSON' ? value : JSON.stringify(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value, column);
  if (value instanceof JsonColumnText) return value.text;
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? 'null' : JSON.stringify(value.toISOString());
  }
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) {
    const item = itemOf(column);
    return `[${value.map((one) => textOf(one, item)).join(',')}]`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const child = childOf(column, name);
    return `${JSON.stringify(name)}:${textOf(member, child)}`;
  });
  return `{${members.join(',')}}`;
}

function numberText(value: number, column: SchemaTree | undefined): JsonText {
  // JSON has none, and clients send nothing in their place.
  if (!Number.isFinite(value)) return 'null';
  const type = column?.element.type;
  const isWhole = type === 'INT32' || type === 'INT64' || type === 'INT96';
  return isWhole ? String(value) : pythonFloat(value);
}

/** Lists are groups in groups: the first that has more than one member, or none, is the item. */
function itemOf(column: SchemaTree | undefined): SchemaTree | undefined {
  const [only, ...others] = column?.children ?? [];
  if (only === undefined || others.length > 0) return column;
  return only.element.repetition_type === 'REPEATED' && only.children.length === 1
    ? only.children[0]
    : only;
}

const childOf = (column: SchemaTree | undefined, name: string): SchemaTree | undefined =>
  column?.children.find(({ element }) => element.name === name);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
