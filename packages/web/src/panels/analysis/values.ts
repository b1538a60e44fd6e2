import type { RunValueRef } from '@runloom/model';

const STATISTICS: Readonly<Record<RunValueRef['statistic'], string>> = {
  last: 'last',
  min: 'minimum',
  max: 'maximum',
  mean: 'mean',
  best: 'best',
};

const ATTRIBUTES: Readonly<Record<string, string>> = {
  createdAt: 'Created',
  heartbeatAt: 'Last heartbeat',
  updatedAt: 'Updated',
  duration: 'Runtime (s)',
  displayName: 'Name',
  name: 'Id',
  state: 'State',
  user: 'User',
  group: 'Group',
  jobType: 'Job type',
  sweep: 'Sweep',
  host: 'Host',
  gpu: 'GPU',
  gpuCount: 'GPUs',
  cpuCount: 'CPU cores',
  python: 'Python',
  os: 'Operating system',
};

/** A value by its name for people: `loss`, `loss (minimum)`. */
export function valueTitle({ field, statistic }: RunValueRef): string {
  const name = ATTRIBUTES[field] ?? field.replace(/^(?:config|summary|summary_metrics)\./, '');
  return statistic === 'last' ? name : `${name} (${STATISTICS[statistic]})`;
}

/** Fields whose values are moments, in milliseconds since 1970. */
export const isMoment = ({ field }: RunValueRef): boolean =>
  field === 'createdAt' || field === 'heartbeatAt' || field === 'updatedAt';

export const isSameValue = (a: RunValueRef, b: RunValueRef): boolean =>
  a.field === b.field && a.statistic === b.statistic;
