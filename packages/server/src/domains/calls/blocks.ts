import { encodeNativeBlock, type TableInsert } from '../../stores/columns/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { COLUMN_BITS, ROW_COLUMNS } from './columns.ts';
import type { PartRow } from './part-row.ts';

const UNSIGNED = ['version', 'fields', 'deleted', 'bytes', 'failed', 'error_count'] as const;
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
const OTHERS: ReadonlySet<string> = new Set([...UNSIGNED, ...SIGNED, ...WORDS]);
const TEXTS = ['id' as const, ...(Object.keys(COLUMN_BITS) as (keyof PartRow)[])].filter(
  (name) => !OTHERS.has(name),
);

/** Rows of one project as an insert. Unpaired surrogates become U+FFFD. */
export function encodeRows(
  table: string,
  project: ProjectId,
  rows: readonly PartRow[],
): TableInsert {
  const columns = [
    { name: 'project', type: 'UInt64', fill: BigInt(project) } as const,
    ...UNSIGNED.map(
      (name) =>
        ({
          name,
          type: 'UInt64',
          values: BigUint64Array.from(rows, (row) => BigInt(row[name])),
        }) as const,
    ),
    ...SIGNED.map(
      (name) =>
        ({ name, type: 'Int64', values: BigInt64Array.from(rows, (row) => row[name]) }) as const,
    ),
    ...WORDS.map((name) => dictionary(name, rows)),
    ...TEXTS.map(
      (name) =>
        ({
          name,
          type: 'String',
          values: rows.map((row) => String(row[name]).toWellFormed()),
        }) as const,
    ),
  ];
  const byName = new Map(columns.map((column) => [column.name as string, column]));
  const ordered = ROW_COLUMNS.flatMap((name) => byName.get(name) ?? []);
  return { table, columns: ROW_COLUMNS, block: encodeNativeBlock(rows.length, ordered) };
}

function dictionary(name: (typeof WORDS)[number], rows: readonly PartRow[]) {
  const numbers = new Map<string, number>();
  const indices = Uint32Array.from(rows, (row) => {
    const value = row[name].toWellFormed();
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  });
  return { name, type: 'LowCardinality(String)', keys: [...numbers.keys()], indices } as const;
}
