import {
  type AutomationActionView,
  type AutomationView,
  formatFilterText,
  parseRunFilter,
} from '@runloom/model';
import { z } from 'zod';
import { type EventType, fieldOf, isEventType, isMetricEvent, isMonitorEvent } from '../events.ts';
import {
  AGGREGATIONS,
  CHANGES,
  COMPARISONS,
  DIRECTIONS,
  type Draft,
  NEW_DRAFT,
  problemsOf,
} from './draft.ts';

const Metric = z.object({
  run_filter: z.unknown().optional(),
  run_metric_filter: z.union([
    z.object({
      threshold_filter: z.strictObject({
        name: z.string(),
        agg_op: z.enum(AGGREGATIONS).nullish(),
        window_size: z.number().default(1),
        cmp_op: z.enum(COMPARISONS),
        threshold: z.number(),
      }),
    }),
    z.object({
      change_filter: z.strictObject({
        name: z.string(),
        agg_op: z.enum(AGGREGATIONS).nullish(),
        current_window_size: z.number().default(1),
        prior_window_size: z.number().nullish(),
        change_type: z.enum(CHANGES),
        change_dir: z.enum(DIRECTIONS),
        change_amount: z.number(),
      }),
    }),
    z.object({
      zscore_filter: z.strictObject({
        name: z.string(),
        window_size: z.number().default(30),
        threshold: z.number().default(3),
        change_dir: z.enum(DIRECTIONS).default('ANY'),
      }),
    }),
  ]),
});
const MonitorFilter = z.strictObject({ monitor: z.string().nullable() });
const State = z.object({
  run_filter: z.unknown().optional(),
  run_state_filter: z.object({ states: z.array(z.string()) }),
});

/** An automation in the form's fields; what they can't show stays as it was written. */
export function draftOf(automation: AutomationView): Draft {
  const { name, description, eventType, eventFilter, action, scope } = automation;
  const event = isEventType(eventType) ? eventType : NEW_DRAFT.event;
  const base: Draft = {
    ...NEW_DRAFT,
    name,
    description: description ?? '',
    event,
    collection: scope.kind === 'collection' ? scope.name : '',
    ...fieldsOfAction(action),
  };
  const fields = readFilter(event, eventFilter);
  const read = fields === null ? null : { ...base, ...fields };
  // Only what would be written again as it was: nothing may be lost by opening a form.
  return read !== null && problemsOf(read).runs === undefined
    ? read
    : { ...base, rawFilter: eventFilter };
}

function fieldsOfAction(action: AutomationActionView): Partial<Draft> {
  switch (action.type) {
    case 'NO_OP':
      return { action: 'NO_OP' };
    case 'GENERIC_WEBHOOK':
      return {
        action: action.type,
        integrationId: action.integrationId,
        payload: action.payload ?? '',
      };
    case 'NOTIFICATION': {
      const { type, ...rest } = action;
      return { action: type, ...rest };
    }
  }
}

function readFilter(event: EventType, text: string): Partial<Draft> | null {
  const value = parseJson(text);
  if (isMetricEvent(event)) {
    const read = Metric.safeParse(value).data;
    const runs = read === undefined ? null : runsText(read.run_filter);
    return read === undefined || runs === null
      ? null
      : { runs, ...metricFields(read.run_metric_filter) };
  }
  if (event === 'RUN_STATE') {
    const read = State.safeParse(value).data;
    const runs = read === undefined ? null : runsText(read.run_filter);
    if (read === undefined || runs === null) return null;
    return { runs, states: read.run_state_filter.states.map((state) => state.toUpperCase()) };
  }
  if (isMonitorEvent(event)) {
    const read = MonitorFilter.safeParse(value).data;
    return read === undefined ? null : { text: read.monitor ?? '' };
  }
  return readNames(fieldOf(event), value);
}

function metricFields(filter: z.output<typeof Metric>['run_metric_filter']): Partial<Draft> {
  if ('threshold_filter' in filter) {
    const { name, agg_op, window_size, cmp_op, threshold } = filter.threshold_filter;
    return {
      metric: name,
      aggregation: agg_op ?? 'AVERAGE',
      window: String(window_size),
      comparison: cmp_op,
      threshold: String(threshold),
    };
  }
  if ('zscore_filter' in filter) {
    const { name, window_size, threshold, change_dir } = filter.zscore_filter;
    return {
      metric: name,
      window: String(window_size),
      threshold: String(threshold),
      direction: change_dir,
    };
  }
  const change = filter.change_filter;
  const amount =
    change.change_type === 'RELATIVE'
      ? Number((change.change_amount * 100).toPrecision(15))
      : change.change_amount;
  return {
    metric: change.name,
    aggregation: change.agg_op ?? 'AVERAGE',
    window: String(change.current_window_size),
    priorWindow: String(change.prior_window_size ?? change.current_window_size),
    change: change.change_type,
    direction: change.change_dir,
    amount: String(amount),
  };
}

/** As people write it; null when it can't be read. */
function runsText(filter: unknown): string | null {
  try {
    const text = typeof filter === 'string' ? filter : JSON.stringify(filter ?? null);
    return formatFilterText(parseRunFilter(text));
  } catch {
    return null;
  }
}

/** `{"$and": [{"alias": {"$eq": "x"}}]}` and its shorter forms, perhaps inside of `filter`. */
function readNames(field: 'alias' | 'tag' | null, value: unknown): Partial<Draft> | null {
  const inner = z
    .strictObject({ filter: z.union([z.string(), z.looseObject({})]) })
    .safeParse(value);
  const filter = inner.success
    ? typeof inner.data.filter === 'string'
      ? parseJson(inner.data.filter)
      : inner.data.filter
    : value;
  const single = onlyCondition(filter);
  if (single === null) return { names: 'any', text: '' };
  if (field === null) return null;
  const condition = z
    .strictObject({
      [field]: z.union([
        z.string(),
        z.strictObject({ $eq: z.string() }),
        z.strictObject({ $regex: z.string() }),
      ]),
    })
    .safeParse(single).data?.[field];
  if (condition === undefined) return null;
  if (typeof condition === 'string') return { names: 'is', text: condition };
  return '$eq' in condition
    ? { names: 'is', text: condition.$eq }
    : { names: 'matches', text: condition.$regex };
}

/** What stands alone inside of `$and` and `$or`; null when nothing is asked; undefined is no filter of one. */
function onlyCondition(filter: unknown): unknown {
  if (typeof filter !== 'object' || filter === null) return filter ?? null;
  const entries = Object.entries(filter);
  const [first] = entries;
  if (first === undefined) return null;
  const [key, value] = first;
  if (entries.length > 1 || (key !== '$and' && key !== '$or') || !Array.isArray(value))
    return filter;
  if (value.length === 0) return key === '$and' ? null : filter;
  return value.length === 1 ? onlyCondition(value[0]) : filter;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
