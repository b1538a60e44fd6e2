import type { ColumnMigration } from './migration.ts';

// Without these an acknowledged row may not survive a power cut.
const DURABLE =
  'fsync_after_insert=1, fsync_part_directory=1, min_rows_to_fsync_after_merge=1, min_compressed_bytes_to_fsync_after_merge=1';

const RUN = 'run UInt64 CODEC(T64, LZ4)';
const KEY = 'key LowCardinality(String) CODEC(ZSTD(1))';
const STEP = 'step Int64 CODEC(DoubleDelta, ZSTD(1))';
const VERSION = 'version UInt64 CODEC(Delta, ZSTD(1))';
const GONE = 'gone UInt32 DEFAULT 0 CODEC(ZSTD(1))';

const TAG = '9222246136947933184';
const DIGITS = '281474976710655';

const points = (table: string, gone: string): string => `
  CREATE TABLE IF NOT EXISTS ${table} (
    ${RUN},
    ${KEY},
    ${STEP},
    ${VERSION},${gone}
    bits UInt64 DEFAULT 0 CODEC(T64, ZSTD(1)),
    form LowCardinality(String) CODEC(ZSTD(1)),
    rest String CODEC(ZSTD(1)),
    value Float64 ALIAS if(bitAnd(bits, ${TAG}) = ${TAG},
      toFloat64(bitAnd(bits, ${DIGITS})) / if(bitTest(bits, 48), 1e6, 1e4) * if(bitTest(bits, 63), -1., 1.),
      reinterpretAsFloat64(bits))
  ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, key, step)
  SETTINGS ${DURABLE}`;

/** The last number whose outcome the baseline is. */
export const BASELINE_NUMBER = 17;

/** What all steps up to `BASELINE_NUMBER` make of an empty store, in a fifth of the statements. */
export const baseline: ColumnMigration = {
  statements: [
    points('history_points', `\n    ${GONE},`),
    points('system_points', ''),
    `CREATE TABLE IF NOT EXISTS history_objects (
      ${RUN},
      ${KEY},
      ${STEP},
      type LowCardinality(String) CODEC(ZSTD(1)),
      ${VERSION},
      ${GONE}
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, key, step)
    SETTINGS ${DURABLE}`,
    `CREATE TABLE IF NOT EXISTS console_lines (
      ${RUN},
      line UInt32 CODEC(Delta, ZSTD(1)),
      ts Int64 CODEC(Delta, ZSTD(1)),
      level LowCardinality(String) CODEC(ZSTD(1)),
      label LowCardinality(String) CODEC(ZSTD(1)),
      text String CODEC(ZSTD(1)),
      ${VERSION}
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (run, line)
    SETTINGS ${DURABLE}`,
  ],
};
