import { parseRunFilter, type RunFilter, RunFilterError } from '@runloom/model';
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
  | { readonly kind: 'artifact'; readonly matches: (fields: ArtifactFields) => boolean };

export type ArtifactFields = Readonly<Record<string, string | undefined>>;

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
    default:
      return { kind: 'artifact', matches: readMatcher(unwrapped(json), 0) };
  }
}

/** A saved filter of artifact events is read back inside of another object. */
export function unwrapped(json: unknown): unknown {
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

const MAX_DEPTH = 16;

/** Mongo's grammar over a few texts: `alias` and `tag`. */
function readMatcher(value: unknown, depth: number): (fields: ArtifactFields) => boolean {
  if (depth > MAX_DEPTH) throw invalid(`The filter is nested deeper than ${MAX_DEPTH} levels.`);
  if (!isObject(value)) throw invalid('The filter of an artifact event must be an object.');
  const tests = Object.entries(value).map(([key, operand]) => {
    if (key === '$and' || key === '$or' || key === '$nor') {
      if (!Array.isArray(operand)) throw invalid(`${key} takes a list.`);
      const parts = operand.map((part: unknown) => readMatcher(part, depth + 1));
      // Clients write "no condition" as an empty $and inside of an $or.
      if (key === '$and' || parts.length === 0) return all(parts);
      const any = (fields: ArtifactFields): boolean => parts.some((part) => part(fields));
      return key === '$or' ? any : (fields: ArtifactFields): boolean => !any(fields);
    }
    if (key === '$not') {
      const inner = readMatcher(operand, depth + 1);
      return (fields: ArtifactFields): boolean => !inner(fields);
    }
    if (key.startsWith('$')) throw invalid(`Filters of artifact events know no ${key}.`);
    const holds = readTest(key, operand, depth + 1);
    return (fields: ArtifactFields): boolean => holds(fields[key]);
  });
  return all(tests);
}

type Test = (text: string | undefined) => boolean;

function readTest(field: string, operand: unknown, depth: number): Test {
  if (depth > MAX_DEPTH) throw invalid(`The filter is nested deeper than ${MAX_DEPTH} levels.`);
  if (!isObject(operand)) return (text) => text === String(operand);
  return all(
    Object.entries(operand).map(([operator, value]): Test => {
      switch (operator) {
        case '$eq':
          return (text) => text === String(value);
        case '$ne':
          return (text) => text !== String(value);
        case '$in':
        case '$nin': {
          if (!Array.isArray(value)) throw invalid(`${operator} takes a list.`);
          const wanted = new Set(value.map(String));
          const isIn: Test = (text) => text !== undefined && wanted.has(text);
          return operator === '$in' ? isIn : (text) => !isIn(text);
        }
        case '$exists':
          return (text) => (text !== undefined) === (value !== false);
        case '$contains':
          return (text) => text?.includes(String(value)) === true;
        case '$regex': {
          const pattern = compile(field, String(value));
          return (text) => text !== undefined && pattern.test(text);
        }
        case '$not': {
          const inner = readTest(field, value, depth + 1);
          return (text) => !inner(text);
        }
        default:
          throw invalid(`Filters of artifact events know no ${operator}.`);
      }
    }),
  );
}

function compile(field: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw invalid(`The pattern of ${field} can not be read: ${messageOf(error)}.`);
  }
}

function all<T>(tests: readonly ((value: T) => boolean)[]): (value: T) => boolean {
  return (value) => tests.every((test) => test(value));
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
