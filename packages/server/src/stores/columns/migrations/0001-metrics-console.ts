import type { ColumnMigration } from './migration.ts';

// Without these an acknowledged row may not survive a power cut.
const DURABLE =
  'fsync_after_insert=1, fsync_part_directory=1, min_rows_to_fsync_after_merge=1, min_compressed_bytes_to_fsync_after_merge=1';

// Equal for thousands of rows on end, and read by every query. T64 makes nothing of that; ZSTD alone
// takes as long to unpack it as all other columns together.
const RUN = 'run UInt64 CODEC(T64, LZ4)';

/**
 * A point is (run, key, step, value): `ts` is the client's clock in microseconds. A row is the text
 * the client sent. For system streams the step is the time stamp in microseconds, so that a sample
 * sent twice lands on itself. `version` orders re-sent rows: the last one wins.
 */
const points = (table: string): string => `
  CREATE TABLE IF NOT EXISTS ${table} (
    ${RUN},
    key LowCardinality(String) CODEC(ZSTD(1)),
    step Int64 CODEC(DoubleDelta, ZSTD(1)),
    value Float64 CODEC(ZSTD(1)),
    ts Int64 CODEC(DoubleDelta, ZSTD(1)),
    version UInt64 CODEC(Delta, ZSTD(1))
  ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, key, step)
  SETTINGS ${DURABLE}`;

const rows = (table: string): string => `
  CREATE TABLE IF NOT EXISTS ${table} (
    ${RUN},
    step Int64 CODEC(DoubleDelta, ZSTD(1)),
    ts Int64 CODEC(DoubleDelta, ZSTD(1)),
    row String CODEC(ZSTD(1)),
    version UInt64 CODEC(Delta, ZSTD(1))
  ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, step)
  SETTINGS ${DURABLE}`;

export const migration: ColumnMigration = {
  statements: [
    points('history_points'),
    points('system_points'),
    rows('history_rows'),
    rows('system_rows'),
    // Values that are no numbers (text, lists, histograms, media): where they are; the row holds what they are.
    `CREATE TABLE IF NOT EXISTS history_objects (
      ${RUN},
      key LowCardinality(String) CODEC(ZSTD(1)),
      step Int64 CODEC(DoubleDelta, ZSTD(1)),
      type LowCardinality(String) CODEC(ZSTD(1)),
      version UInt64 CODEC(Delta, ZSTD(1))
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, key, step)
    SETTINGS ${DURABLE}`,
    `CREATE TABLE IF NOT EXISTS console_lines (
      ${RUN},
      line UInt32 CODEC(Delta, ZSTD(1)),
      ts Int64 CODEC(Delta, ZSTD(1)),
      level LowCardinality(String) CODEC(ZSTD(1)),
      label LowCardinality(String) CODEC(ZSTD(1)),
      text String CODEC(ZSTD(1)),
      version UInt64 CODEC(Delta, ZSTD(1))
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, line)
    SETTINGS ${DURABLE}`,
  ],
};
