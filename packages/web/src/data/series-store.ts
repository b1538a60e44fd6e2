import type { SeriesRequest, SeriesResponse } from '@runloom/model';
import { isPassingFault, RequestError } from './client.ts';
import { emptyColumns, type SeriesColumns, toColumns } from './series-columns.ts';
import { planRequests, type SeriesBatch, type SeriesScope } from './series-requests.ts';

/** Lines of one panel: a key, of some runs. */
export interface SeriesQuery extends SeriesScope {
  readonly key: string;
  readonly runs: readonly string[];
}

/** One line as far as it is known. */
export interface SeriesState {
  readonly run: string;
  /** The latest answer; null before the first. */
  readonly columns: SeriesColumns | null;
  readonly error: Error | null;
}

/** Reads lines of charts for all panels together, keeps them, and reads them again when they grow. */
export interface SeriesStore {
  /** Loads what is missing or out of date, and goes on doing so while it grows. Returns the function that ends it. */
  watch(query: SeriesQuery, onChange: () => void): () => void;
  /** What is known now, in the order of `query.runs`. */
  read(query: SeriesQuery): readonly SeriesState[];
  /** Points were added to a run. */
  touch(entity: string, project: string, stream: SeriesScope['stream'], run: string): void;
  /** Anything may have changed. */
  touchAll(entity: string, project: string): void;
  /** Tries again what failed. */
  retry(query: SeriesQuery): void;
  close(): void;
}

export type ReadSeries = (
  entity: string,
  project: string,
  request: SeriesRequest,
  signal: AbortSignal,
) => Promise<SeriesResponse>;

interface Entry {
  state: SeriesState;
  readonly key: string;
  readonly group: Group;
  watchers: number;
  /** Out of date: points came after the read began, or it was never read. */
  isDirty: boolean;
  isApart: boolean;
  flight: Flight | null;
  /** Of its buckets, in x; 0 when all points are there. */
  bucketWidth: number;
  usedAt: number;
}

/** All lines of one scope. */
interface Group {
  readonly scope: SeriesScope;
  readonly entries: Map<string, Entry>;
  readonly watches: Set<Watch>;
  /** When lines that grew may be read again. */
  nextRefreshAt: number;
  refreshTimer: ReturnType<typeof setTimeout> | undefined;
  failures: number;
}

interface Watch {
  readonly entries: readonly Entry[];
  readonly onChange: () => void;
}

interface Flight {
  readonly entries: readonly Entry[];
  readonly abort: AbortController;
}

/** Panels that come into view together are read together. */
const GATHER_MS = 10;
/** Lines that grow are read at most this often, and never more than half of the time. */
const REFRESH_MS = 1000;
/** Gathers the events of one step. */
const SETTLE_MS = 30;
const REQUESTS_AT_ONCE = 4;
/** Numbers kept of lines that no panel shows: 64 MB. */
const KEPT_NUMBERS = 8_000_000;
const LONGEST_RETRY_MS = 15_000;

export function createSeriesStore(readSeries: ReadSeries): SeriesStore {
  const groups = new Map<string, Group>();
  const wanted = new Set<Entry>();
  const queue: { group: Group; batch: SeriesBatch }[] = [];
  const flights = new Set<Flight>();
  let gatherTimer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function groupOf({ entity, project, stream, x, xKey, range, buckets }: SeriesScope): Group {
    const scope = { entity, project, stream, x, xKey, range, buckets };
    const name = JSON.stringify(scope);
    const group = groups.get(name) ?? {
      scope,
      entries: new Map(),
      watches: new Set(),
      nextRefreshAt: 0,
      refreshTimer: undefined,
      failures: 0,
    };
    groups.set(name, group);
    return group;
  }

  function entryOf(group: Group, run: string, key: string): Entry {
    const name = entryName(run, key);
    const entry = group.entries.get(name) ?? {
      state: { run, columns: null, error: null },
      key,
      group,
      watchers: 0,
      isDirty: true,
      isApart: false,
      flight: null,
      bucketWidth: 0,
      usedAt: 0,
    };
    group.entries.set(name, entry);
    return entry;
  }

  function want(entry: Entry): void {
    if (isClosed) return;
    wanted.add(entry);
    gatherTimer ??= setTimeout(plan, GATHER_MS);
  }

  /** Turns what is wanted into requests. */
  function plan(): void {
    gatherTimer = undefined;
    const entries = [...wanted].filter(
      (entry) => entry.watchers > 0 && entry.isDirty && entry.flight === null,
    );
    wanted.clear();
    for (const [group, lines] of Map.groupBy(entries, (entry) => entry.group)) {
      const batches = planRequests(
        lines.map(({ state, key, isApart }) => ({ run: state.run, key, isApart })),
      );
      for (const batch of batches) queue.push({ group, batch });
    }
    startNext();
  }

  function startNext(): void {
    while (flights.size < REQUESTS_AT_ONCE) {
      const next = queue.shift();
      if (next === undefined) return;
      const entries = pairs(next.batch)
        .map(([run, key]) => entryOf(next.group, run, key))
        .filter((entry) => entry.watchers > 0 && entry.isDirty && entry.flight === null);
      if (entries.length > 0) void fly(next.group, next.batch, entries);
    }
  }

  async function fly(group: Group, batch: SeriesBatch, entries: readonly Entry[]): Promise<void> {
    const flight: Flight = { entries, abort: new AbortController() };
    flights.add(flight);
    for (const entry of entries) {
      entry.flight = flight;
      entry.isDirty = false;
    }
    const startedAt = performance.now();
    const { entity, project, range, buckets, ...axis } = group.scope;
    try {
      const request = { ...axis, range, buckets, runs: [...batch.runs], keys: [...batch.keys] };
      const answer = await readSeries(entity, project, request, flight.abort.signal);
      group.failures = 0;
      land(flight, answer, buckets);
    } catch (error) {
      if (!flight.abort.signal.aborted) fail(group, flight, error);
    } finally {
      flights.delete(flight);
      for (const entry of entries) if (entry.flight === flight) entry.flight = null;
      const took = performance.now() - startedAt;
      group.nextRefreshAt = Math.max(
        group.nextRefreshAt,
        startedAt + Math.max(REFRESH_MS, took * 2),
      );
      settle(group, entries);
      startNext();
    }
  }

  function land(flight: Flight, answer: SeriesResponse, buckets: number): void {
    const found = new Map(
      answer.series.map((series) => [entryName(series.run, series.key), toColumns(series)]),
    );
    const bucketWidth = widthOf([...found.values()]) / buckets;
    for (const entry of flight.entries) {
      const { run } = entry.state;
      const columns = found.get(entryName(run, entry.key)) ?? emptyColumns(run, entry.key);
      entry.state = { run, columns, error: null };
      entry.bucketWidth = columns.kind === 'buckets' ? bucketWidth : 0;
    }
  }

  function fail(group: Group, flight: Flight, error: unknown): void {
    const problem = error instanceof Error ? error : new Error(String(error));
    for (const entry of flight.entries) {
      entry.state = { ...entry.state, error: problem };
      entry.isDirty = true;
    }
    if (!isPassingFault(problem)) return;
    const told = problem instanceof RequestError ? problem.retryAfterMs : null;
    const waitMs = told ?? Math.min(LONGEST_RETRY_MS, 500 * 2 ** group.failures);
    group.failures += 1;
    group.nextRefreshAt = performance.now() + waitMs;
    refreshLater(group);
  }

  /** After an answer: tells the panels, refines what came too coarse, reads again what grew meanwhile. */
  function settle(group: Group, entries: readonly Entry[]): void {
    const touched = new Set(entries);
    for (const watch of group.watches) {
      if (!watch.entries.some((entry) => touched.has(entry))) continue;
      refine(watch);
      watch.onChange();
    }
    const hasFailed = (entry: Entry) => entry.state.error !== null;
    if (entries.some((entry) => entry.isDirty && entry.watchers > 0 && !hasFailed(entry))) {
      refreshLater(group);
    }
    forgetOldest();
  }

  /** Asks again, apart from other keys, for lines whose buckets are wider than their panel needs. */
  function refine({ entries }: Watch): void {
    const { buckets } = entries[0]?.group.scope ?? { buckets: 1 };
    const known = entries.flatMap(({ state }) => state.columns ?? []);
    if (known.length < entries.length) return;
    const needed = widthOf(known) / buckets;
    if (!entries.some((entry) => entry.bucketWidth > needed * 1.5)) return;
    for (const entry of entries) {
      entry.isApart = true;
      entry.isDirty = true;
      want(entry);
    }
  }

  function refreshLater(group: Group): void {
    if (isClosed || group.refreshTimer !== undefined) return;
    const wait = Math.max(SETTLE_MS, group.nextRefreshAt - performance.now());
    group.refreshTimer = setTimeout(() => {
      group.refreshTimer = undefined;
      group.nextRefreshAt = performance.now() + REFRESH_MS;
      for (const entry of group.entries.values()) {
        if (entry.isDirty && entry.watchers > 0) want(entry);
      }
    }, wait);
  }

  function touchWhere(group: Group, matches: (entry: Entry) => boolean): void {
    let isShown = false;
    for (const entry of group.entries.values()) {
      if (!matches(entry)) continue;
      entry.isDirty = true;
      isShown ||= entry.watchers > 0;
    }
    if (isShown) refreshLater(group);
  }

  /** Lets go of the lines that were shown the longest ago. */
  function forgetOldest(): void {
    const all = [...groups.values()].flatMap((group) => [...group.entries.values()]);
    let kept = all.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (kept <= KEPT_NUMBERS) return;
    const idle = all.filter((entry) => entry.watchers === 0 && entry.flight === null);
    for (const entry of idle.sort((a, b) => a.usedAt - b.usedAt)) {
      if (kept <= KEPT_NUMBERS) break;
      kept -= sizeOf(entry);
      entry.group.entries.delete(entryName(entry.state.run, entry.key));
    }
    for (const [name, group] of groups) if (group.entries.size === 0) groups.delete(name);
  }

  return {
    watch(query, onChange) {
      const group = groupOf(query);
      const entries = query.runs.map((run) => entryOf(group, run, query.key));
      const watch: Watch = { entries, onChange };
      group.watches.add(watch);
      for (const entry of entries) {
        entry.watchers += 1;
        if (entry.isDirty) want(entry);
      }
      refine(watch);
      return () => {
        group.watches.delete(watch);
        for (const entry of entries) {
          entry.watchers -= 1;
          entry.usedAt = performance.now();
          abandon(entry.flight);
        }
      };
    },
    read(query) {
      const group = groupOf(query);
      return query.runs.map(
        (run) =>
          group.entries.get(entryName(run, query.key))?.state ?? {
            run,
            columns: null,
            error: null,
          },
      );
    },
    touch(entity, project, stream, run) {
      for (const group of groups.values()) {
        const { scope } = group;
        if (scope.entity !== entity || scope.project !== project || scope.stream !== stream)
          continue;
        touchWhere(group, (entry) => entry.state.run === run);
      }
    },
    touchAll(entity, project) {
      for (const group of groups.values()) {
        if (group.scope.entity === entity && group.scope.project === project) {
          touchWhere(group, () => true);
        }
      }
    },
    retry(query) {
      const group = groupOf(query);
      for (const run of query.runs) {
        const entry = entryOf(group, run, query.key);
        if (entry.isDirty) want(entry);
      }
    },
    close() {
      isClosed = true;
      clearTimeout(gatherTimer);
      for (const group of groups.values()) clearTimeout(group.refreshTimer);
      for (const { abort } of flights) abort.abort();
    },
  };
}

/** Breaks a request off when nobody waits for any of its lines. */
function abandon(flight: Flight | null): void {
  if (flight === null || flight.entries.some((entry) => entry.watchers > 0)) return;
  for (const entry of flight.entries) {
    entry.isDirty = true;
    entry.flight = null;
  }
  flight.abort.abort();
}

function pairs({ runs, keys }: SeriesBatch): (readonly [string, string])[] {
  return keys.flatMap((key) => runs.map((run) => [run, key] as const));
}

const entryName = (run: string, key: string): string => JSON.stringify([run, key]);

/** From the first x of all lines to the last. */
function widthOf(lines: readonly SeriesColumns[]): number {
  const shown = lines.filter(({ x }) => x.length > 0);
  if (shown.length === 0) return 0;
  const first = Math.min(...shown.map(({ x }) => x[0] ?? 0));
  const last = Math.max(...shown.map(({ x }) => x[x.length - 1] ?? 0));
  return last - first;
}

function sizeOf({ state }: Entry): number {
  const { columns } = state;
  if (columns === null) return 0;
  return columns.x.length * (columns.buckets === null ? 2 : 7);
}
