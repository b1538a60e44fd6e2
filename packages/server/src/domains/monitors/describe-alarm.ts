import type { ProjectId } from '../projects/index.ts';
import type { MonitorAlarm } from './types.ts';

/** An alarm in words and in variables of payloads, for who tells others of it. */
export function describeMonitorAlarm(alarm: MonitorAlarm): {
  readonly projectId: ProjectId;
  readonly monitor: string;
  readonly reason: string;
  readonly variables: Readonly<Record<string, string>>;
} {
  const { key, direction, mean, bound, count, evidence } = alarm;
  const side = direction === 'falls' ? 'fell below' : 'rose above';
  const figure = (value: number): string => String(Number(value.toPrecision(4)));
  return {
    projectId: alarm.projectId,
    monitor: alarm.monitor,
    reason: `${key} ${side} ${figure(bound)}: its mean over the last ${count} calls is ${figure(mean)}`,
    variables: {
      score: key,
      mean: figure(mean),
      bound: figure(bound),
      count: String(count),
      evidence: figure(evidence),
    },
  };
}
