import {
  type AutomationActionView,
  type AutomationView,
  FilterTextError,
  formatFilterText,
  parseFilterText,
  parseRunFilter,
  toMongo,
} from '@runloom/model';
import { z } from 'zod';
import { type EventType, fieldOf, isEventType, isMetricEvent } from '../events.ts';

const AGGREGATIONS = ['AVERAGE', 'MIN', 'MAX'] as const;
const COMPARISONS = ['$gt', '$gte', '$lt', '$lte', '$eq', '$ne'] as const;
const DIRECTIONS = ['INCREASE', 'DECREASE', 'ANY'] as const;
const CHANGES = ['ABSOLUTE', 'RELATIVE'] as const;

/** An automation as the form holds it: numbers are texts while they are typed. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly event: EventType;
  readonly metric: string;
  readonly aggregation: (typeof AGGREGATIONS)[number];
  readonly window: string;
  readonly priorWindow: string;
  readonly comparison: (typeof COMPARISONS)[number];
  readonly threshold: string;
  readonly change: (typeof CHANGES)[number];
  readonly direction: (typeof DIRECTIONS)[number];
  readonly amount: string;
  readonly states: readonly string[];
  /** Which runs are meant, as people write filters; empty: all. */
  readonly runs: string;
  /** Which aliases or tags are meant. */
  readonly names: 'any' | 'is' | 'matches';
  readonly text: string;
  /** Artifact collection that the scope is narrowed to; empty: none. */
  readonly collection: string;
  /** A filter that the fields above can't show, edited as it is. */
  readonly rawFilter: string | null;
  readonly action: AutomationActionView['type'];
  readonly integrationId: number | null;
  /** Empty: all variables are sent. */
  readonly payload: string;
  readonly title: string;
  readonly message: string;
  readonly severity: 'INFO' | 'WARN' | 'ERROR';
}

export const NEW_DRAFT: Draft = {
  name: '',
  description: '',
  event: 'RUN_METRIC',
  metric: '',
  aggregation: 'AVERAGE',
  window: '1',
  priorWindow: '1',
  comparison: '$gt',
  threshold: '',
  change: 'RELATIVE',
  direction: 'ANY',
  amount: '',
  states: ['FAILED', 'CRASHED'],
  runs: '',
  names: 'any',
  text: '',
  collection: '',
  rawFilter: null,
  action: 'GENERIC_WEBHOOK',
  integrationId: null,
  payload: '',
  title: '',
  message: '',
  severity: 'INFO',
};

/** What is wrong with a draft, by the field that it is told at. */
export type DraftProblems = Partial<Record<keyof Draft, string>>;

export function problemsOf(draft: Draft): DraftProblems {
  const problems: DraftProblems = {};
  const note = (field: keyof Draft, problem: string | null) => {
    if (problem !== null) problems[field] ??= problem;
  };
  if (draft.name.trim() === '') note('name', 'Give it a name.');
  if (draft.rawFilter !== null) {
    note('rawFilter', jsonProblem(draft.rawFilter));
  } else if (isMetricEvent(draft.event)) {
    if (draft.metric.trim() === '') note('metric', 'Name the metric.');
    note('window', wholeProblem(draft.window, draft.event === 'RUN_METRIC_ZSCORE' ? 2 : 1));
    if (draft.event === 'RUN_METRIC_CHANGE') {
      note('priorWindow', wholeProblem(draft.priorWindow, 1));
      note('amount', positiveProblem(draft.amount));
    } else {
      const isZScore = draft.event === 'RUN_METRIC_ZSCORE';
      note(
        'threshold',
        isZScore ? positiveProblem(draft.threshold) : numberProblem(draft.threshold),
      );
    }
  } else if (draft.event === 'RUN_STATE') {
    if (draft.states.length === 0) note('states', 'Choose at least one state.');
  } else if (fieldOf(draft.event) !== null && draft.names !== 'any' && draft.text === '') {
    note('text', 'Say which.');
  }
  if (draft.rawFilter === null && draft.event.startsWith('RUN_')) {
    note('runs', filterProblem(draft.runs));
  }
  if (draft.action !== 'NO_OP' && draft.integrationId === null) {
    note(
      'integrationId',
      draft.action === 'NOTIFICATION' ? 'Choose a channel.' : 'Choose a webhook.',
    );
  }
  if (draft.action === 'GENERIC_WEBHOOK' && draft.payload.trim() !== '') {
    note('payload', jsonProblem(draft.payload));
  }
  return problems;
}

/** The filter as the API takes it, in the form that W&B's clients write and read. */
export function filterOf(draft: Draft): string {
  if (draft.rawFilter !== null) return draft.rawFilter;
  if (isMetricEvent(draft.event)) {
    return JSON.stringify({
      run_filter: runFilterOf(draft.runs),
      run_metric_filter: metricFilterOf(draft),
    });
  }
  if (draft.event === 'RUN_STATE') {
    return JSON.stringify({
      run_filter: runFilterOf(draft.runs),
      run_state_filter: { states: draft.states },
    });
  }
  const field = fieldOf(draft.event);
  const conditions =
    field === null || draft.names === 'any'
      ? []
      : [{ [field]: draft.names === 'is' ? { $eq: draft.text } : { $regex: draft.text } }];
  return JSON.stringify({ filter: JSON.stringify({ $and: conditions }) });
}

function metricFilterOf(draft: Draft): Readonly<Record<string, unknown>> {
  const name = draft.metric.trim();
  const window = Number(draft.window);
  // One value is its own average: without an aggregate the history says it in fewer words.
  const aggregation = window === 1 ? null : draft.aggregation;
  switch (draft.event) {
    case 'RUN_METRIC_CHANGE':
      return {
        change_filter: {
          name,
          agg_op: window === 1 && draft.priorWindow === '1' ? null : draft.aggregation,
          current_window_size: window,
          prior_window_size: Number(draft.priorWindow),
          change_type: draft.change,
          change_dir: draft.direction,
          // People say a share in percent.
          change_amount: draft.change === 'RELATIVE' ? percent(draft.amount) : Number(draft.amount),
        },
      };
    case 'RUN_METRIC_ZSCORE':
      return {
        zscore_filter: {
          name,
          window_size: window,
          threshold: Number(draft.threshold),
          change_dir: draft.direction,
        },
      };
    default:
      return {
        threshold_filter: {
          name,
          agg_op: aggregation,
          window_size: window,
          cmp_op: draft.comparison,
          threshold: Number(draft.threshold),
        },
      };
  }
}

/** Without the digits that binary fractions add: 12.3 % are 0.123. */
const percent = (text: string): number => Number((Number(text) / 100).toPrecision(15));

function runFilterOf(text: string): string {
  const filter = parseFilterText(text);
  const inner = filter.kind === 'and' ? filter.filters : [filter];
  return JSON.stringify({ $and: inner.map(toMongo) });
}

export function actionOf(draft: Draft): AutomationActionView {
  const integrationId = draft.integrationId ?? 0;
  switch (draft.action) {
    case 'NO_OP':
      return { type: 'NO_OP' };
    case 'GENERIC_WEBHOOK':
      return {
        type: 'GENERIC_WEBHOOK',
        integrationId,
        payload: draft.payload.trim() === '' ? null : draft.payload,
      };
    case 'NOTIFICATION': {
      const { title, message, severity } = draft;
      return { type: 'NOTIFICATION', integrationId, title, message, severity };
    }
  }
}

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

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function filterProblem(text: string): string | null {
  try {
    parseFilterText(text);
    return null;
  } catch (error) {
    if (error instanceof FilterTextError) return error.message;
    throw error;
  }
}

const wholeProblem = (text: string, least: number): string | null =>
  /^\d+$/.test(text) && Number(text) >= least ? null : `A whole number from ${least} on.`;

const numberProblem = (text: string): string | null =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? null : 'A number.';

const positiveProblem = (text: string): string | null =>
  numberProblem(text) === null && Number(text) > 0 ? null : 'A number above 0.';
