import { memberText, stringOf } from '@runloom/model';
import { isTraceKept } from '../call-rules/index.ts';
import type { Call, CallQuery, Calls } from '../calls/index.ts';
import type { Project } from '../projects/index.ts';
import type { Monitor, ReadFilter } from './types.ts';

/** What is read of a call to choose it. */
export const CHOICE_COLUMNS: readonly string[] = [
  'id',
  'trace_id',
  'op_name',
  'display_name',
  'started_at',
  'ended_at',
  'attributes',
  'exception',
  'summary',
];

/**
 * Whether the trace is among a monitor's share: the id decides alone, so that it is the same whenever the
 * call comes, and another one than the share that the project keeps or another monitor looks at.
 */
export const isSampled = (monitor: { readonly name: string }, traceId: string, rate: number) =>
  isTraceKept(`monitor ${monitor.name} ${traceId}`, rate);

/** Scorers, what they ask, and evaluations are no production: a monitor would look at itself. */
export function isOwnWork({ attributes }: Pick<Call, 'attributes'>): boolean {
  if (memberText(attributes, '_weave_eval_meta') !== null) return true;
  const weave = memberText(attributes, 'weave') ?? '{}';
  if (stringOf(memberText(weave, 'kind')) === 'scorer') return true;
  return memberText(attributes, 'monitor') !== null;
}

/** The calls among these that a monitor is to score. */
export async function chooseCalls(
  deps: { readonly calls: Pick<Calls, 'query'>; readonly readFilter: ReadFilter },
  project: Project,
  monitor: Monitor,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly endedAt: number }[]> {
  const chosen: { readonly id: string; readonly endedAt: number }[] = [];
  const query = await queryOf(deps.readFilter, project, monitor);
  const asked = {
    ...query,
    filter: { ...query.filter, callIds: ids },
    columns: CHOICE_COLUMNS,
  };
  for await (const page of deps.calls.query(project.id, asked)) {
    for (const call of page) {
      if (call.endedAt === null || isOwnWork(call)) continue;
      const endedAt = Math.floor(call.endedAt / 1_000);
      if (endedAt < monitor.since) continue;
      if (isSampled(monitor, call.traceId, monitor.spec.rate))
        chosen.push({ id: call.id, endedAt });
    }
  }
  return chosen;
}

export async function queryOf(
  readFilter: ReadFilter,
  project: Project,
  { spec: { filter, rootsOnly }, client }: Pick<Monitor, 'spec' | 'client'>,
): Promise<CallQuery> {
  if (client !== null) {
    const { opNames, query } = client;
    return { filter: { opNames }, ...(query === null ? {} : { query }) };
  }
  const query = await readFilter(project, filter);
  return rootsOnly ? { ...query, filter: { ...query.filter, rootsOnly } } : query;
}
