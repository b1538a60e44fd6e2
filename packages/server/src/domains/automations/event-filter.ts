import {
  parseRecordFilter,
  parseRunFilter,
  RecordFilterError,
  type RecordPredicate,
  type RunFilter,
  RunFilterError,
} from '@runloom/model';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import type { EventType } from './types.ts';

const Name = z.string().min(1).max(10_000);
const Window = z.number().int().positive().max(100_000);
const Aggregation = z.enum(['MAX', 'MIN', 'AVERAGE']).nullish();
const Direction = z.enum(['INCREASE', 'DECREASE', 'ANY']);

const Threshold = z.object({
  name: Name,
  agg_op: Aggregation,
  window_size: Window.default(1),
  cmp_op: z.enum(['$gte', '$gt', '$lt', '$lte', '$eq', '$ne']),
  threshold: z.number(),
});
const Change = z.object({
  name: Name,
  agg_op: Aggregation,
  current_window_size: Window.default(1),
  prior_window_size: Window.nullish(),
  change_type: z.enum(['ABSOLUTE', 'RELATIVE']),
  change_dir: Direction,
  change_amount: z.number().positive(),
});
const ZScore = z.object({
  name: Name,
  window_size: Window.min(2).default(30),
  threshold: z.number().positive().default(3),
  change_dir: Direction.default('ANY'),
});
export type ThresholdCondition = z.infer<typeof Threshold>;
export type ChangeCondition = z.infer<typeof Change>;
export type ZScoreCondition = z.infer<typeof ZScore>;

/** What must hold of a metric. */
export type MetricCondition =
  | ({ readonly kind: 'threshold' } & ThresholdCondition)
  | ({ readonly kind: 'change' } & ChangeCondition)
  | ({ readonly kind: 'zscore' } & ZScoreCondition);

/** A filter, read. Which runs are meant is said by the filter of run lists. */
export type EventCondition =
  | { readonly kind: 'metric'; readonly runs: RunFilter; readonly metric: MetricCondition }
  | { readonly kind: 'state'; readonly runs: RunFilter; readonly states: ReadonlySet<string> }
  /** Over `alias` and `tag`. */
  | { readonly kind: 'artifact'; readonly matches: RecordPredicate }
  /** Of the monitor of that name; null for any. */
  | { readonly kind: 'monitor'; readonly monitor: string | null };

const MetricEvent = z.object({
  run_filter: z.unknown().optional(),
  run_metric_filter: z
    .object({ threshold_filter: Threshold })
    .or(z.object({ change_filter: Change }))
    .or(z.object({ zscore_filter: ZScore }))
    .nullish(),
  /** How older clients say a threshold. */
  metric_filter: z.unknown().optional(),
});
const MonitorEvent = z.object({ monitor: z.string().min(1).max(128).nullable().default(null) });
const StateEvent = z.object({
  run_filter: z.unknown().optional(),
  run_state_filter: z.object({ states: z.array(z.string().min(1)).min(1) }),
});

/**
 * Reads the filter of an event as W&B's clients write it (wandb 0.31, `wandb/automations`).
 * @throws RunloomError('invalid') naming what is wrong
 */
export function readEventFilter(type: EventType, text: string): EventCondition {
  const json = readJson(text);
  switch (type) {
    case 'RUN_METRIC':
    case 'RUN_METRIC_CHANGE':
    case 'RUN_METRIC_ZSCORE': {
      const event = check(MetricEvent, json);
      return { kind: 'metric', runs: readRuns(event.run_filter), metric: readMetric(event) };
    }
    case 'RUN_STATE': {
      const event = check(StateEvent, json);
      const states = event.run_state_filter.states.map((state) => state.toLowerCase());
      return { kind: 'state', runs: readRuns(event.run_filter), states: new Set(states) };
    }
    case 'MONITOR_ALARM':
      return { kind: 'monitor', monitor: check(MonitorEvent, json).monitor };
    default:
      return { kind: 'artifact', matches: readArtifactFilter(unwrapped(json)) };
  }
}

/** A saved filter of artifact events is read back inside of another object. */
function unwrapped(json: unknown): unknown {
  if (!isObject(json) || Object.keys(json).join() !== 'filter') return json;
  const inner = json['filter'];
  return typeof inner === 'string' ? readJson(inner) : inner;
}

function readMetric(event: z.infer<typeof MetricEvent>): MetricCondition {
  const filter = event.run_metric_filter;
  if (filter && 'threshold_filter' in filter)
    return { kind: 'threshold', ...filter.threshold_filter };
  if (filter && 'change_filter' in filter) return { kind: 'change', ...filter.change_filter };
  if (filter && 'zscore_filter' in filter) return { kind: 'zscore', ...filter.zscore_filter };
  const older = event.metric_filter;
  if (older === undefined || older === null) throw invalid('The filter names no metric.');
  return { kind: 'threshold', ...check(Threshold, nested(older)) };
}

function readRuns(value: unknown): RunFilter {
  try {
    return parseRunFilter(typeof value === 'string' ? value : JSON.stringify(value ?? null));
  } catch (error) {
    if (error instanceof RunFilterError) throw invalid(error.message);
    throw error;
  }
}

function readArtifactFilter(filter: unknown): RecordPredicate {
  try {
    return parseRecordFilter(JSON.stringify(filter), compilePattern);
  } catch (error) {
    if (error instanceof RecordFilterError) throw invalid(error.message);
    throw error;
  }
}

/** RE2's grammar, found anywhere in the text. */
function compilePattern(pattern: string): (text: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.test(text);
  } catch (error) {
    throw new RecordFilterError(`The pattern can not be read: ${messageOf(error)}.`);
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'filter'}: ${message}`,
  );
  throw invalid(`The filter is not what this event takes. ${issues.join('; ')}.`);
}

const nested = (value: unknown): unknown => (typeof value === 'string' ? readJson(value) : value);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid(`The filter is not JSON: ${messageOf(error)}.`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
