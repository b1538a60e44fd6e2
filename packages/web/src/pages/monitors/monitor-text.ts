import type { MonitorView } from '@runloom/model';
import { formatCount, formatPlural } from '../../components/format.ts';
import { formatCost } from '../traces/format.ts';

/** A share with three digits: `12.5 %`. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** Which calls a monitor means, as a filter; empty for all. */
export function callsText({ spec, client }: Pick<MonitorView, 'spec' | 'client'>): string {
  if (client === null) return spec.filter.trim();
  const ops = client.ops.map((op) => `op = ${JSON.stringify(op)}`).join(' or ');
  if (client.query === null) return ops;
  if (ops === '') return client.query;
  return `${client.ops.length > 1 ? `(${ops})` : ops} and ${client.query}`;
}

/** The same where there is no filter. */
export const allCallsText = ({ client }: Pick<MonitorView, 'client'>): string =>
  client?.hasTurns ? 'turns of agents' : 'all';

/** What of the budget of the day is used. */
export function todayText({ today, spec }: MonitorView): string {
  const calls =
    spec.callsPerDay === null
      ? formatPlural(today.calls, 'call')
      : `${formatCount(today.calls)} of ${formatCount(spec.callsPerDay)} calls`;
  const cost = today.cost > 0 ? `, ${formatCost(today.cost)}` : '';
  return `${calls}${cost}${spec.costPerDay === null ? '' : ` of ${formatCost(spec.costPerDay)}`}`;
}
