import type { ColumnMigration } from './migration.ts';

// Without these an acknowledged row may not survive a power cut.
const DURABLE =
  'fsync_after_insert=1, fsync_part_directory=1, min_rows_to_fsync_after_merge=1, min_compressed_bytes_to_fsync_after_merge=1';

/**
 * What is known of a call. `fields` says which of them the row names (`domains/calls/columns.ts`);
 * a time of 0, a text of '' and a step of −2^63 stand for null. `*_plain` is only filled where the
 * engine can't read the JSON as it was sent. `deleted` rows are of the highest version there is.
 */
const COLUMNS = `
  project UInt64 CODEC(T64, LZ4),
  started_at Int64 CODEC(DoubleDelta, ZSTD(1)),
  id String CODEC(ZSTD(1)),
  version UInt64 CODEC(DoubleDelta, ZSTD(1)),
  fields UInt64 CODEC(T64, ZSTD(1)),
  deleted UInt64 CODEC(T64, ZSTD(1)),
  source LowCardinality(String) CODEC(ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  parent_id String CODEC(ZSTD(1)),
  op_name LowCardinality(String) CODEC(ZSTD(1)),
  display_name String CODEC(ZSTD(1)),
  new_name String CODEC(ZSTD(1)),
  ended_at Int64 CODEC(Delta, ZSTD(1)),
  thread_id String CODEC(ZSTD(1)),
  turn_id String CODEC(ZSTD(1)),
  user_id LowCardinality(String) CODEC(ZSTD(1)),
  wb_run_id LowCardinality(String) CODEC(ZSTD(1)),
  wb_run_step Int64 CODEC(Delta, ZSTD(1)),
  wb_run_step_end Int64 CODEC(Delta, ZSTD(1)),
  kind LowCardinality(String) CODEC(ZSTD(1)),
  failed UInt64 CODEC(T64, ZSTD(1)),
  error_count UInt64 CODEC(T64, ZSTD(1)),
  usage String CODEC(ZSTD(1)),
  bytes UInt64 CODEC(T64, ZSTD(1)),
  input_refs String CODEC(ZSTD(1)),
  output_refs String CODEC(ZSTD(1)),
  exception String CODEC(ZSTD(3)),
  attributes String CODEC(ZSTD(3)),
  attributes_plain String CODEC(ZSTD(1)),
  summary String CODEC(ZSTD(3)),
  summary_plain String CODEC(ZSTD(1)),
  inputs String CODEC(ZSTD(3)),
  inputs_plain String CODEC(ZSTD(1)),
  output String CODEC(ZSTD(3)),
  output_plain String CODEC(ZSTD(1)),
  otel_dump String CODEC(ZSTD(3))`;

const bloom = (column: string): string =>
  `INDEX by_${column} ${column} TYPE bloom_filter(0.01) GRANULARITY 1`;

// Escapes of JSON stand between words. The same text stands in `domains/calls/search.ts`.
const WORDS = `lowerUTF8(replaceRegexpAll(
  concat(op_name, ' ', display_name, ' ', inputs, ' ', output, ' ', exception), '\\\\\\\\.', ' '))`;

export const migration: ColumnMigration = {
  statements: [
    // Whole calls: in the order that lists show them.
    `CREATE TABLE IF NOT EXISTS calls (${COLUMNS},
      ${['id', 'trace_id', 'parent_id', 'thread_id', 'wb_run_id'].map(bloom).join(',\n      ')},
      INDEX by_op op_name TYPE set(64) GRANULARITY 1,
      INDEX by_words ${WORDS} TYPE text(tokenizer = splitByNonAlpha)
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (project, started_at, id)
    SETTINGS ${DURABLE}`,
    // Starts, ends and new names, until they are put together.
    `CREATE TABLE IF NOT EXISTS call_parts (${COLUMNS}
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (project, id, version)
    SETTINGS ${DURABLE}`,
    `CREATE TABLE IF NOT EXISTS call_feedback (
      project UInt64 CODEC(T64, LZ4),
      id String CODEC(ZSTD(1)),
      version UInt64 CODEC(DoubleDelta, ZSTD(1)),
      deleted UInt64 CODEC(T64, ZSTD(1)),
      call_id String CODEC(ZSTD(1)),
      weave_ref String CODEC(ZSTD(1)),
      feedback_type LowCardinality(String) CODEC(ZSTD(1)),
      payload String CODEC(ZSTD(3)),
      creator String CODEC(ZSTD(1)),
      created_at Int64 CODEC(Delta, ZSTD(1)),
      user_id LowCardinality(String) CODEC(ZSTD(1)),
      annotation_ref LowCardinality(String) CODEC(ZSTD(1)),
      runnable_ref LowCardinality(String) CODEC(ZSTD(1)),
      call_ref String CODEC(ZSTD(1)),
      trigger_ref LowCardinality(String) CODEC(ZSTD(1)),
      queue_id LowCardinality(String) CODEC(ZSTD(1)),
      extra String CODEC(ZSTD(3)),
      INDEX by_call call_id TYPE bloom_filter(0.01) GRANULARITY 1
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (project, id)
    SETTINGS ${DURABLE}`,
  ],
};
