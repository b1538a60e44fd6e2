import type { ColumnMigration } from './migration.ts';

/**
 * How long calls took, whole milliseconds (−2^63 for those that have not ended), and their status, made
 * of other columns as rows are written: lists are sorted by the one and filtered by the other, and read
 * both of every call. Sorting by one plain column, the engine passes over what can't come to the front.
 * Names and expressions stand in `domains/calls/made-columns.ts`.
 */
export const migration: ColumnMigration = {
  statements: [
    `ALTER TABLE calls ADD COLUMN IF NOT EXISTS latency_ms Int64
      MATERIALIZED if(ended_at = 0, toInt64('-9223372036854775808'), toInt64(floor((ended_at - started_at) / 1000)))
      CODEC(T64, ZSTD(1))`,
    `ALTER TABLE calls ADD COLUMN IF NOT EXISTS status LowCardinality(String)
      MATERIALIZED multiIf(failed = 1, 'error', ended_at = 0, 'running', error_count > 0, 'descendant_error', 'success')
      CODEC(ZSTD(1))`,
    // Where they are not there yet; one or two seconds for ten million calls.
    'ALTER TABLE calls MATERIALIZE COLUMN latency_ms, MATERIALIZE COLUMN status',
  ],
};
