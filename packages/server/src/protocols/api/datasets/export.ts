import { Readable } from 'node:stream';
import { type DatasetFormat, memberTexts, oneLine, stringOf } from '@runloom/model';
import type { TableRow } from '../../../domains/objects/index.ts';
import {
  type ParquetCell,
  type ParquetColumn,
  type ParquetPage,
  writeParquetFile,
} from '../../../platform/parquet.ts';
import { type CsvCell, csvLine } from '../csv.ts';

export const MEDIA_TYPES: Readonly<Record<DatasetFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

type Pages = AsyncIterable<readonly TableRow[]>;

/** Pieces of text of bounded size: a page may hold rows of many megabytes. */
const PIECE_LENGTH = 64 * 1024;

/** Rows are kept while their columns are looked for, up to so many characters: more are read a second time. */
const MOST_KEPT_LENGTH = 48 * 1024 * 1024;

/**
 * Rows as a file. Columns of tables are known only once all rows were seen: large tables are read twice for it.
 * @param readRows begins anew each time
 */
export async function exportRows(format: DatasetFormat, readRows: () => Pages): Promise<Readable> {
  switch (format) {
    case 'jsonl':
      return Readable.from(pieces(jsonLines(readRows())), { objectMode: false });
    case 'json':
      return Readable.from(pieces(jsonList(readRows())), { objectMode: false });
    case 'parquet': {
      const rows = keepRows(readRows, MOST_KEPT_LENGTH);
      const columns = await surveyOf(rows.first());
      return writeParquetFile(columns, parquetPages(columns, rows.again()), { codec: 'ZSTD' });
    }
    default: {
      const rows = keepRows(readRows, MOST_KEPT_LENGTH);
      const columns = await namesOf(rows.first());
      const delimiter = format === 'csv' ? ',' : '\t';
      return Readable.from(pieces(delimitedLines(columns, rows.again(), delimiter)), {
        objectMode: false,
      });
    }
  }
}

/** Rows that are gone through twice, first to the end: kept in between where they are few enough. */
export function keepRows(
  readRows: () => Pages,
  mostLength: number,
): { first(): Pages; again(): Pages } {
  let kept: (readonly TableRow[])[] | null = [];
  let length = 0;
  return {
    async *first() {
      for await (const page of readRows()) {
        length += page.reduce((sum, { value }) => sum + value.length, 0);
        if (length > mostLength) kept = null;
        kept?.push(page);
        yield page;
      }
    },
    async *again() {
      if (kept === null) {
        yield* readRows();
        return;
      }
      // What is written already is not kept any longer.
      for (let page = kept.shift(); page !== undefined; page = kept.shift()) yield page;
    },
  };
}

/** Joins texts, a page of them at a time: a step of an asynchronous generator for each row takes longer than the row. */
async function* pieces(pages: AsyncIterable<Iterable<string>>): AsyncGenerator<string> {
  let piece = '';
  for await (const texts of pages) {
    for (const text of texts) {
      piece += text;
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

async function* jsonLines(pages: Pages): AsyncGenerator<Iterable<string>> {
  for await (const page of pages) yield page.map(({ value }) => `${oneLine(value)}\n`);
}

async function* jsonList(pages: Pages): AsyncGenerator<Iterable<string>> {
  let isFirst = true;
  for await (const page of pages) {
    yield page.map(({ value }, at) => (isFirst && at === 0 ? '[\n' : ',\n') + oneLine(value));
    if (page.length > 0) isFirst = false;
  }
  yield [isFirst ? '[]\n' : '\n]\n'];
}

async function* delimitedLines(
  columns: readonly string[],
  pages: Pages,
  delimiter: ',' | '\t',
): AsyncGenerator<Iterable<string>> {
  yield [csvLine(columns, delimiter)];
  const places = new Map(columns.map((name, place) => [name, place]));
  const cellsOf = (value: string): readonly CsvCell[] => {
    const cells: CsvCell[] = columns.map(() => null);
    let next = 0;
    for (const [name, json] of memberTexts(value)) {
      // Rows mostly have their members in the order of the columns.
      const place = columns[next] === name ? next : (places.get(name) ?? 0);
      cells[place] = cellOf(json);
      next = place + 1;
    }
    return cells;
  };
  for await (const page of pages) yield page.map(({ value }) => csvLine(cellsOf(value), delimiter));
}

/** Texts as they are, numbers with every digit they came with, what is nested as JSON. */
function cellOf(json: string): CsvCell {
  if (json === 'null') return null;
  return stringOf(json) ?? { text: json };
}

const INTEGER = 1;
const FLOAT = 2;
const BOOLEAN = 4;
const TEXT = 8;
const OTHER = 16;
/** Digits and sign of an integer that fits whatever they are. */
const SURELY_64_BITS = 18;

/** The names of all columns, in the order in which they first come. */
async function namesOf(pages: Pages): Promise<readonly string[]> {
  const seen = new Set<string>();
  for await (const page of pages) {
    for (const { value } of page) for (const [name] of memberTexts(value)) seen.add(name);
  }
  return [...seen];
}

/** The columns of all rows, in the order in which they first come, with types that hold their values. */
async function surveyOf(pages: Pages): Promise<readonly ParquetColumn[]> {
  const columns: { readonly name: string; kinds: number }[] = [];
  const places = new Map<string, number>();
  for await (const page of pages) {
    for (const { value } of page) {
      let next = 0;
      for (const [name, json] of memberTexts(value)) {
        // Rows mostly have their members in the order of the columns.
        const place = columns[next]?.name === name ? next : (places.get(name) ?? columns.length);
        const column = columns[place] ?? { name, kinds: 0 };
        if (place === columns.length) {
          columns.push(column);
          places.set(name, place);
        }
        column.kinds |= kindOf(json);
        next = place + 1;
      }
    }
  }
  return columns.map(({ name, kinds }) => ({ name, type: typeOf(kinds) }));
}

function kindOf(json: string): number {
  const first = json.charCodeAt(0);
  if (first === 34) return TEXT;
  if (json === 'null') return 0;
  if (json === 'true' || json === 'false') return BOOLEAN;
  if (first === 123 || first === 91) return OTHER;
  if (/[.eE]/.test(json)) return FLOAT;
  if (json.length <= SURELY_64_BITS) return INTEGER;
  return BigInt.asIntN(64, BigInt(json)) === BigInt(json) ? INTEGER : OTHER;
}

function typeOf(kinds: number): ParquetColumn['type'] {
  if (kinds === 0 || kinds === TEXT) return 'STRING';
  if (kinds === INTEGER) return 'INT64';
  if ((kinds & ~(INTEGER | FLOAT)) === 0) return 'DOUBLE';
  return kinds === BOOLEAN ? 'BOOLEAN' : 'JSON';
}

async function* parquetPages(
  columns: readonly ParquetColumn[],
  pages: Pages,
): AsyncGenerator<ParquetPage> {
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  for await (const page of pages) {
    const cells = columns.map(() => new Array<ParquetCell>(page.length).fill(null));
    page.forEach(({ value }, row) => {
      let next = 0;
      for (const [name, json] of memberTexts(value)) {
        const place = columns[next]?.name === name ? next : (places.get(name) ?? 0);
        const [own, type] = [cells[place], columns[place]?.type];
        if (own !== undefined && type !== undefined) own[row] = parquetCell(json, type);
        next = place + 1;
      }
    });
    yield cells;
  }
}

function parquetCell(json: string, type: ParquetColumn['type']): ParquetCell {
  if (json === 'null') return null;
  switch (type) {
    case 'INT64':
      return BigInt(json);
    case 'DOUBLE':
      return Number(json);
    case 'BOOLEAN':
      return json === 'true';
    case 'STRING':
      return stringOf(json) ?? json;
    case 'JSON':
      return json;
  }
}
