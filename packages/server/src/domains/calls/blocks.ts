import {
  encodeNativeBlock,
  type NativeColumn,
  type TableInsert,
} from '../../stores/columns/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { COLUMN_BITS, ROW_COLUMNS } from './columns.ts';
import type { PartRow } from './part-row.ts';

const COUNTS = ['fields', 'deleted', 'bytes', 'failed', 'error_count'] as const;
const SIGNED = [
  'started_at',
  'ended_at',
  'wb_run_step',
  'wb_run_step_end',
  'total_tokens',
  'input_tokens',
  'output_tokens',
] as const;
const WORDS = ['source', 'op_name', 'user_id', 'wb_run_id', 'kind'] as const;
const OTHERS: ReadonlySet<string> = new Set([...COUNTS, ...SIGNED, ...WORDS]);
const TEXTS = ['id' as const, ...(Object.keys(COLUMN_BITS) as (keyof PartRow)[])].filter(
  (name) => !OTHERS.has(name),
);

/** Rows of one project as an insert. Unpaired surrogates become U+FFFD. */
export function encodeRows(
  table: string,
  project: ProjectId,
  rows: readonly PartRow[],
): TableInsert {
  const columns: NativeColumn[] = [
    { name: 'project', type: 'UInt64', fill: BigInt(project) },
    {
      name: 'version',
      type: 'UInt64',
      values: BigUint64Array.from(rows, ({ version }) => version),
    },
    ...COUNTS.map((name) => countColumn(name, rows)),
    ...SIGNED.map(
      (name) =>
        ({ name, type: 'Int64', values: BigInt64Array.from(rows, (row) => row[name]) }) as const,
    ),
    ...WORDS.map((name) => dictionary(name, rows)),
    ...TEXTS.map((name) => textColumn(name, rows)),
  ];
  const byName = new Map(columns.map((column) => [column.name, column]));
  const ordered = ROW_COLUMNS.flatMap((name) => byName.get(name) ?? []);
  return { table, columns: ROW_COLUMNS, block: encodeNativeBlock(rows.length, ordered) };
}

/** Whole numbers below 2^53, as pairs of 32 bits: thousands of bigints would take longer to make. */
function countColumn(name: (typeof COUNTS)[number], rows: readonly PartRow[]): NativeColumn {
  const halves = new Uint32Array(rows.length * 2);
  rows.forEach((row, at) => {
    halves[at * 2] = row[name] % 2 ** 32;
    halves[at * 2 + 1] = row[name] / 2 ** 32;
  });
  return { name, type: 'UInt64', bytes: new Uint8Array(halves.buffer) };
}

/** Most columns say nothing of most calls: an empty one is told in one word. */
function textColumn(name: (typeof TEXTS)[number], rows: readonly PartRow[]): NativeColumn {
  if (rows.every((row) => row[name] === '')) return { name, type: 'String', fill: '' };
  return { name, type: 'String', values: rows.map((row) => String(row[name]).toWellFormed()) };
}

function dictionary(name: (typeof WORDS)[number], rows: readonly PartRow[]): NativeColumn {
  const numbers = new Map<string, number>();
  const indices = Uint32Array.from(rows, (row) => {
    const value = row[name].toWellFormed();
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  });
  return { name, type: 'LowCardinality(String)', keys: [...numbers.keys()], indices };
}
