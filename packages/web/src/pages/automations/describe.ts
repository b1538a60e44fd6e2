import { type AutomationView, type IntegrationView, pagePath } from '@runloom/model';
import { EVENTS, fieldOf, isMetricEvent, isMonitorEvent } from './events.ts';
import type { Draft } from './form/draft.ts';
import { draftOf } from './form/saved-draft.ts';

const COMPARED: Readonly<Record<Draft['comparison'], string>> = {
  $gt: '>',
  $gte: '≥',
  $lt: '<',
  $lte: '≤',
  $eq: '=',
  $ne: '≠',
};
const AGGREGATED: Readonly<Record<Draft['aggregation'], string>> = {
  AVERAGE: 'average',
  MIN: 'minimum',
  MAX: 'maximum',
};
const MOVED: Readonly<Record<Draft['direction'], string>> = {
  INCREASE: 'rises',
  DECREASE: 'falls',
  ANY: 'changes',
};

/** What sets an automation off, in a sentence. */
export function describeEvent(automation: AutomationView): string {
  const label = EVENTS.find(({ value }) => value === automation.eventType)?.label;
  if (label === undefined) return automation.eventType;
  const draft = draftOf(automation);
  if (draft.rawFilter !== null) return `${label}, by a filter of its own`;
  const runs = draft.runs === '' ? '' : ` in runs where ${draft.runs}`;
  if (isMetricEvent(draft.event)) return `${describeMetric(draft)}${runs}`;
  if (draft.event === 'RUN_STATE') {
    return `A run is ${draft.states.map((state) => state.toLowerCase()).join(' or ')}${runs === '' ? '' : `,${runs}`}`;
  }
  if (isMonitorEvent(draft.event)) return draft.text === '' ? label : `${label}: ${draft.text}`;
  const field = fieldOf(draft.event);
  if (field === null || draft.names === 'any') return label;
  return `${label}: ${draft.names === 'is' ? draft.text : `matching ${draft.text}`}`;
}

function describeMetric(draft: Draft): string {
  const { metric, window } = draft;
  const what =
    window === '1' ? metric : `${AGGREGATED[draft.aggregation]} of the last ${window} of ${metric}`;
  if (draft.event === 'RUN_METRIC')
    return `${what} ${COMPARED[draft.comparison]} ${draft.threshold}`;
  if (draft.event === 'RUN_METRIC_ZSCORE') {
    return `${metric} is ${draft.threshold} standard deviations off the ${window} values before`;
  }
  const amount = draft.change === 'RELATIVE' ? `${draft.amount} %` : draft.amount;
  return `${what} ${MOVED[draft.direction]} by ${amount}`;
}

/** What an automation does. */
export function describeAction(
  { action }: Pick<AutomationView, 'action'>,
  integrations: readonly IntegrationView[] | undefined,
): string {
  if (action.type === 'NO_OP') return 'Only takes note';
  const found = integrations?.find(({ id }) => id === action.integrationId);
  const name = found === undefined ? null : found.kind === 'webhook' ? found.name : found.channel;
  if (action.type === 'GENERIC_WEBHOOK') return name === null ? 'Calls a webhook' : `Calls ${name}`;
  return name === null ? 'Writes to a channel' : `Writes to ${name}`;
}

/** Where an automation looks. */
export function describeScope({ scope }: Pick<AutomationView, 'scope'>): string {
  switch (scope.kind) {
    case 'entity':
      return `Everything of ${scope.entity}`;
    case 'project':
      return `${scope.entity}/${scope.project}`;
    case 'collection':
      return `${scope.entity}/${scope.project}/${scope.name}`;
  }
}

/** Address of what an automation acted on: `entity/project/runs/name`, `entity/project/name:v1`; null when it has none. */
export function subjectPath(subject: string): string | null {
  const [entity, project, third, ...rest] = subject.split('/');
  if (entity === undefined || project === undefined || third === undefined) return null;
  if (third === 'runs' && rest.length === 1) return pagePath(entity, project, third, rest[0] ?? '');
  if (third === 'monitors') return pagePath(entity, project, 'weave', 'monitors');
  const version = /^(.*):(v\d+)$/.exec(third);
  if (rest.length > 0 || version === null) return null;
  // The type is not told; the page of a version finds it.
  return pagePath(entity, project, 'artifacts', '-', version[1] ?? '', version[2] ?? '');
}
