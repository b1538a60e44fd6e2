/** Types of events as the API names them, in the words of the pages. */
export const EVENTS = [
  { value: 'RUN_METRIC', label: 'A metric crosses a threshold', group: 'run' },
  { value: 'RUN_METRIC_CHANGE', label: 'A metric changes by an amount', group: 'run' },
  { value: 'RUN_METRIC_ZSCORE', label: 'A metric is an outlier (z-score)', group: 'run' },
  { value: 'RUN_STATE', label: 'A run comes to a state', group: 'run' },
  { value: 'CREATE_ARTIFACT', label: 'A new version is logged', group: 'artifact' },
  { value: 'ADD_ARTIFACT_ALIAS', label: 'An alias is given to a version', group: 'artifact' },
  { value: 'ADD_ARTIFACT_TAG', label: 'A tag is added to a version', group: 'artifact' },
  { value: 'REMOVE_ARTIFACT_TAG', label: 'A tag is taken off a version', group: 'artifact' },
  { value: 'LINK_MODEL', label: 'A version is linked', group: 'artifact' },
  { value: 'UNLINK_ARTIFACT', label: 'A version is unlinked', group: 'artifact' },
  { value: 'ADD_COLLECTION_TAG', label: 'A tag is added to a collection', group: 'artifact' },
  {
    value: 'REMOVE_COLLECTION_TAG',
    label: 'A tag is taken off a collection',
    group: 'artifact',
  },
  { value: 'MONITOR_ALARM', label: 'A monitor raises an alarm', group: 'monitor' },
] as const;

export type EventType = (typeof EVENTS)[number]['value'];

export const isEventType = (text: string | undefined): text is EventType =>
  EVENTS.some(({ value }) => value === text);

/** What the filter of an event of artifacts looks at; null when it looks at nothing. */
export function fieldOf(event: EventType): 'alias' | 'tag' | null {
  if (event === 'ADD_ARTIFACT_ALIAS') return 'alias';
  return event.endsWith('_TAG') ? 'tag' : null;
}

export const isMetricEvent = (event: EventType): boolean => event.startsWith('RUN_METRIC');
export const isMonitorEvent = (event: EventType): boolean => event === 'MONITOR_ALARM';
export const isRunEvent = (event: EventType): boolean => event.startsWith('RUN_');

/** Names that a payload may hold, by kind of event. */
export function variablesOf(event: EventType): readonly string[] {
  const always = ['event_type', 'event_author', 'entity_name', 'project_name'];
  if (isRunEvent(event)) {
    return [
      ...always,
      'run_id',
      'run_name',
      'run_state',
      ...(isMetricEvent(event) ? ['metric_name', 'metric_value', 'metric_step'] : []),
    ];
  }
  if (isMonitorEvent(event)) {
    return [...always, 'monitor_name', 'score', 'mean', 'bound', 'count', 'evidence'];
  }
  return [
    ...always,
    'artifact_collection_name',
    'artifact_version',
    'artifact_version_string',
    'artifact_version_index',
    'artifact_metadata.<key>',
    ...(fieldOf(event) === null ? [] : [fieldOf(event) ?? '']),
  ];
}
