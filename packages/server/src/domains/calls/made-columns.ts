import { type FieldColumn, NO_STEP } from './columns.ts';

/**
 * A column that the table of whole calls makes of others as rows are written (`MATERIALIZED`). Of calls
 * that are put together from parts, reads make it.
 */
export interface MadeColumn {
  readonly name: string;
  /** What it is made of. */
  readonly from: readonly FieldColumn[];
  readonly sql: string;
}

/** Stands for the latency of a call that has not ended: less than any. */
export const NO_LATENCY = `toInt64('${NO_STEP}')`;

// The same texts stand in the migration that added them.
export const LATENCY: MadeColumn = {
  name: 'latency_ms',
  from: ['started_at', 'ended_at'],
  sql: `if(ended_at = 0, ${NO_LATENCY}, toInt64(floor((ended_at - started_at) / 1000)))`,
};

export const STATUS: MadeColumn = {
  name: 'status',
  from: ['failed', 'ended_at', 'error_count'],
  sql: `multiIf(failed = 1, 'error', ended_at = 0, 'running', error_count > 0, 'descendant_error', 'success')`,
};
