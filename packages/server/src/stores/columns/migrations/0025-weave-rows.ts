import type { ColumnMigration } from './migration.ts';

/**
 * Rows of tables that clients of Weave publish, in chunks as they came, so that a table is read in
 * stretches. A row is found by its digest through the index. The settings keep what was acknowledged
 * through a power cut.
 */
export const migration: ColumnMigration = {
  statements: [
    `CREATE TABLE IF NOT EXISTS weave_rows (
      project UInt64,
      chunk String CODEC(ZSTD(1)),
      position UInt32 CODEC(Delta, ZSTD(1)),
      digest String CODEC(ZSTD(1)),
      value String CODEC(ZSTD(1)),
      INDEX by_digest digest TYPE bloom_filter(0.001) GRANULARITY 1
    ) ENGINE = ReplacingMergeTree ORDER BY (project, chunk, position)
    SETTINGS index_granularity = 2048, fsync_after_insert=1, fsync_part_directory=1,
      min_rows_to_fsync_after_merge=1, min_compressed_bytes_to_fsync_after_merge=1`,
  ],
};
