import { type AutomationActionView, FilterTextError, parseFilterText } from '@runloom/model';
import { type EventType, fieldOf, isMetricEvent } from '../events.ts';

export const AGGREGATIONS = ['AVERAGE', 'MIN', 'MAX'] as const;
export const COMPARISONS = ['$gt', '$gte', '$lt', '$lte', '$eq', '$ne'] as const;
export const DIRECTIONS = ['INCREASE', 'DECREASE', 'ANY'] as const;
export const CHANGES = ['ABSOLUTE', 'RELATIVE'] as const;

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

/** What each part of the form is drawn with. */
export interface FieldsProps {
  readonly draft: Draft;
  readonly problems: DraftProblems;
  readonly onChange: (change: Partial<Draft>) => void;
}

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
