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
  'turn_id',
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

export interface ChoosingDeps {
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
  const follows = (other: PlacedCall, own: PlacedCall): boolean =>
    other.endedAt - own.endedAt <= debounce.seconds * 1_000 && inOrderOfEnds(own, other) < 0;
  return chosen.filter(({ id, group }) => {
    const together = group === null ? [] : (byGroup.get(group) ?? []);
    const own = together.find((one) => one.id === id);
    return own === undefined || !together.some((other) => follows(other, own));
  });
}

/** A call with its end in microseconds: short ones of one loop end within the same millisecond. */
interface PlacedCall extends ChosenCall {
  readonly endedAtMicros: number;
}

const inOrderOfEnds = (a: PlacedCall, b: PlacedCall): number =>
  a.endedAtMicros - b.endedAtMicros || (a.id < b.id ? -1 : Number(a.id > b.id));

async function chooseAmong(
  deps: ChoosingDeps,
  project: Project,
  monitor: Monitor,
  among: CallQuery['filter'],
): Promise<readonly PlacedCall[]> {
  const chosen: PlacedCall[] = [];
  const query = await queryOf(deps.readFilter, project, monitor);
  const asked = {
    ...query,
    filter: { ...query.filter, ...among },
    columns: CHOICE_COLUMNS,
  };
  const by = monitor.client?.debounce?.by ?? null;
  for await (const page of pagesOf(deps, project, monitor, asked)) {
    for (const call of page) {
      if (call.endedAt === null || isOwnWork(call)) continue;
      const endedAt = Math.floor(call.endedAt / 1_000);
      if (endedAt < monitor.since) continue;
      const group = by === null ? null : by === 'trace' ? call.traceId : call.threadId;
      // What is scored as one is chosen as one.
      if (!isSampled(monitor, group ?? call.traceId, monitor.spec.rate)) continue;
      chosen.push({ id: call.id, endedAt, endedAtMicros: call.endedAt, group });
    }
  }
  return chosen;
}

/** The calls of ops that a monitor means, then turns of agents: calls that are a turn themselves. */
async function* pagesOf(
  { calls }: ChoosingDeps,
  project: Project,
  { client }: Monitor,
  query: CallQuery,
): AsyncGenerator<readonly Call[]> {
  if (client?.hasTurns !== true) {
    yield* calls.query(project.id, query);
    return;
  }
  const ofOps = new Set<string>();
  if (client.opNames.length > 0) {
    for await (const page of calls.query(project.id, query)) {
      for (const { id } of page) ofOps.add(id);
      yield page;
    }
  }
  const { opNames: _, ...filter } = query.filter ?? {};
  for await (const page of calls.query(project.id, { ...query, filter })) {
    yield page.filter(({ id, turnId }) => turnId === id && !ofOps.has(id));
  }
}

/** Messages of one trace or thread that are scored together; of more the last ones. */
const MOST_MESSAGES = 100;

/**
 * What belongs to each of the calls of a monitor that scores all messages of a trace or thread: itself and,
 * before it, those of which each was followed by the next as soon as the monitor says. Ids, the first first.
 */
export async function messagesOf(
  deps: ChoosingDeps,
  project: Project,
  monitor: Monitor,
  calls: readonly Call[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const debounce = monitor.client?.debounce ?? null;
  if (debounce?.hasAll !== true) return new Map();
  const groupOf = (call: Call) => (debounce.by === 'trace' ? call.traceId : call.threadId);
  const groups = [...new Set(calls.flatMap((call) => groupOf(call) ?? []))];
  if (groups.length === 0) return new Map();
  const among = debounce.by === 'trace' ? { traceIds: groups } : { threadIds: groups };
  const all = await chooseAmong(deps, project, monitor, among);
  const byGroup = Map.groupBy(all, ({ group }) => group);
  return new Map(
    calls.map((call) => {
      const own = (byGroup.get(groupOf(call)) ?? []).toSorted(inOrderOfEnds);
      const last = own.findIndex(({ id }) => id === call.id);
      let first = last;
      while (first > 0 && last - first + 1 < MOST_MESSAGES) {
        const gap = (own[first]?.endedAt ?? 0) - (own[first - 1]?.endedAt ?? 0);
        if (gap > debounce.seconds * 1_000) break;
        first -= 1;
      }
      const ids = own.slice(first, last + 1).map(({ id }) => id);
      return [call.id, last < 0 ? [call.id] : ids];
    }),
  );
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
