import type { ColumnMigration } from './migration.ts';

const COUNTS = { input_tokens: 2, output_tokens: 3, total_tokens: 7 } as const;

const ENTRIES =
  "JSONExtract(usage, 'Array(Tuple(String, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64))')";

/**
 * Tokens of all models together, to filter and sort by; −1 stands for null. Rows that are there get
 * theirs from `usage`, as they are read and for good when their parts are merged.
 */
export const migration: ColumnMigration = {
  statements: ['calls', 'call_parts'].flatMap((table) =>
    Object.entries(COUNTS).map(
      ([column, place]) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column} Int64
        DEFAULT if(usage = '', -1, toInt64(arraySum(entry -> entry.${place}, ${ENTRIES})))
        CODEC(T64, ZSTD(1))`,
    ),
  ),
};
