import { memberText, stringOf } from '@runloom/model';
import { isTraceKept } from '../call-rules/index.ts';
import type { Call, CallQuery, Calls } from '../calls/index.ts';
import type { Project } from '../projects/index.ts';
import type { Monitor, ReadFilter } from './types.ts';

/** What is read of a call to choose it. */
export const CHOICE_COLUMNS: readonly string[] = [
  'id',
  'trace_id',
  'thread_id',
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

/** A call that a monitor is to score. */
export interface ChosenCall {
  readonly id: string;
  /** Milliseconds. */
  readonly endedAt: number;
  /** What it belongs to, where only the last of a trace or thread is scored; null for what stands alone. */
  readonly group: string | null;
}

interface ChoosingDeps {
  readonly calls: Pick<Calls, 'query'>;
  readonly readFilter: ReadFilter;
}

/** The calls among these that a monitor is to score. */
export const chooseCalls = (
  deps: ChoosingDeps,
  project: Project,
  monitor: Monitor,
  ids: readonly string[],
): Promise<readonly ChosenCall[]> => chooseAmong(deps, project, monitor, { callIds: ids });

/** Those of the chosen that no other call of their trace or thread follows as soon as the monitor says. */
export async function lastOfGroups(
  deps: ChoosingDeps,
  project: Project,
  monitor: Monitor,
  chosen: readonly ChosenCall[],
): Promise<readonly ChosenCall[]> {
  const debounce = monitor.client?.debounce ?? null;
  const groups = [...new Set(chosen.flatMap(({ group }) => group ?? []))];
  if (debounce === null || groups.length === 0) return chosen;
  const all = await chooseAmong(
    deps,
    project,
    monitor,
    debounce.by === 'trace' ? { traceIds: groups } : { threadIds: groups },
  );
  const byGroup = Map.groupBy(all, ({ group }) => group);
  const follows = (other: ChosenCall, own: ChosenCall): boolean =>
    other.endedAt - own.endedAt <= debounce.seconds * 1_000 &&
    (other.endedAt > own.endedAt || (other.endedAt === own.endedAt && other.id > own.id));
  return chosen.filter(
    (own) =>
      own.group === null || !(byGroup.get(own.group) ?? []).some((other) => follows(other, own)),
  );
}

async function chooseAmong(
  deps: ChoosingDeps,
  project: Project,
  monitor: Monitor,
  among: CallQuery['filter'],
): Promise<readonly ChosenCall[]> {
  const chosen: ChosenCall[] = [];
  const query = await queryOf(deps.readFilter, project, monitor);
  const asked = {
    ...query,
    filter: { ...query.filter, ...among },
    columns: CHOICE_COLUMNS,
  };
  const by = monitor.client?.debounce?.by ?? null;
  for await (const page of deps.calls.query(project.id, asked)) {
    for (const call of page) {
      if (call.endedAt === null || isOwnWork(call)) continue;
      const endedAt = Math.floor(call.endedAt / 1_000);
      if (endedAt < monitor.since) continue;
      const group = by === null ? null : by === 'trace' ? call.traceId : call.threadId;
      // What is scored as one is chosen as one.
      if (!isSampled(monitor, group ?? call.traceId, monitor.spec.rate)) continue;
      chosen.push({ id: call.id, endedAt, group });
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
