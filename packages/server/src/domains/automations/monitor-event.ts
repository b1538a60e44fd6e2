import type { Project } from '../projects/index.ts';
import { readEventFilter } from './event-filter.ts';
import type { Automation, MonitorOccurrence, OccurredEvent } from './types.ts';

/** What the automation is to act on; null when it does not mean this alarm. */
export function monitorEvent(
  automation: Pick<Automation, 'eventType' | 'eventFilter'>,
  occurrence: MonitorOccurrence,
  project: Project,
): OccurredEvent | null {
  if (automation.eventType !== 'MONITOR_ALARM') return null;
  const condition = readEventFilter(automation.eventType, automation.eventFilter);
  if (condition.kind !== 'monitor') return null;
  if (condition.monitor !== null && condition.monitor !== occurrence.monitor) return null;
  return describeAlarm(occurrence, project);
}

/** An alarm as payloads and histories tell it. */
export function describeAlarm(
  { monitor, reason, variables }: MonitorOccurrence,
  { id, entityName, name }: Project,
): OccurredEvent {
  return {
    type: 'MONITOR_ALARM',
    projectId: id,
    subject: `${entityName}/${name}/monitors/${monitor}`,
    reason,
    variables: {
      event_type: 'MONITOR_ALARM',
      event_author: monitor,
      entity_name: entityName,
      project_name: name,
      monitor_name: monitor,
      ...variables,
    },
  };
}
