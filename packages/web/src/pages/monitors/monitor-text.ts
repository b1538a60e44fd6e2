import type { MonitorView } from '@runloom/model';
import { formatCount, formatPlural } from '../../components/format.ts';
import { formatCost } from '../traces/format.ts';

/** A share with three digits: `12.5 %`. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** What of the budget of the day is used. */
export function todayText({ today, spec }: MonitorView): string {
  const calls =
    spec.callsPerDay === null
      ? formatPlural(today.calls, 'call')
      : `${formatCount(today.calls)} of ${formatCount(spec.callsPerDay)} calls`;
  const cost = today.cost > 0 ? `, ${formatCost(today.cost)}` : '';
  return `${calls}${cost}${spec.costPerDay === null ? '' : ` of ${formatCost(spec.costPerDay)}`}`;
}
