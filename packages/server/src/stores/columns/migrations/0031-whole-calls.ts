import type { ColumnMigration } from './migration.ts';

/**
 * The engine reads at least as many rows as one mark stands for: of a page of calls that lie apart, as
 * in any order but that of their starts, 8,192 for each. A table keeps what it was made with, so whole
 * calls get a new one with a quarter of that; merges write no more rows at a mark than they work
 * through at once. Parts are handed over as they are, and change as they are merged. The old table
 * stays, empty: whoever meets this twice, or at the same time, finds nothing to move, and nothing that
 * is written meanwhile is dropped.
 */
export const migration: ColumnMigration = {
  statements: [
    `CREATE TABLE IF NOT EXISTS whole_calls AS calls
      ENGINE = ReplacingMergeTree(version) ORDER BY (project, started_at, id)
      SETTINGS index_granularity = 2048, merge_max_block_size = 2048,
        min_bytes_for_wide_part = 268435456, auto_statistics_types = '',
        fsync_after_insert = 1, fsync_part_directory = 1,
        min_rows_to_fsync_after_merge = 1, min_compressed_bytes_to_fsync_after_merge = 1`,
    'ALTER TABLE calls MOVE PARTITION tuple() TO TABLE whole_calls',
  ],
};
