import { type AutomationActionView, parseFilterText, toMongo } from '@runloom/model';
import { fieldOf, isMetricEvent, isMonitorEvent } from '../events.ts';
import type { Draft } from './draft.ts';

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
  if (isMonitorEvent(draft.event)) {
    return JSON.stringify({ monitor: draft.text.trim() === '' ? null : draft.text.trim() });
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
