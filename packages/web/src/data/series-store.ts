import type { PanelData, PanelsRequest } from '@runloom/model';
import { isPassingFault, RequestError } from './client.ts';
import {
  isOutgrown,
  isReadByRun,
  mergeRuns,
  type PanelQuery,
  queryForRuns,
  sizeOf,
} from './series-query.ts';

/** The lines of one panel as far as they are known. */
export interface PanelState {
  /** The latest answer; null before the first. */
  readonly data: PanelData | null;
  readonly error: Error | null;
}

/**
 * Reads the lines of all panels together, keeps them, and reads them again when they grow. Every range
 * that was shown is kept: going back to it shows it at once.
 */
export interface SeriesStore {
  /** Loads what is missing or out of date, and goes on doing so while it grows. Returns the function that ends it. */
  watch(query: PanelQuery, onChange: () => void): () => void;
  /** What is known now. */
  read(query: PanelQuery): PanelState;
  /** Points were added to a run. */
  touch(entity: string, project: string, stream: 'history' | 'system', run: string): void;
  /** Anything may have changed. */
  touchAll(entity: string, project: string): void;
  /** Tries again what failed. */
  retry(query: PanelQuery): void;
  close(): void;
}

export type ReadPanels = (
  entity: string,
  project: string,
  request: PanelsRequest,
  signal: AbortSignal,
  onPanel: (index: number, panel: PanelData) => void,
) => Promise<void>;

interface Entry {
  readonly query: PanelQuery;
  state: PanelState;
  readonly watchers: Set<() => void>;
  /** Runs to be read again; `all` before the first answer too. Null: up to date. */
  dirty: ReadonlySet<string> | 'all' | null;
  flight: Flight | null;
  nextRefreshAt: number;
  refreshTimer: ReturnType<typeof setTimeout> | undefined;
  failures: number;
  usedAt: number;
}

/** What is asked of one panel: all of it, or some runs that are joined on. */
interface Ask {
  readonly entry: Entry;
  readonly query: PanelQuery;
  readonly runs: readonly string[] | null;
}

interface Flight {
  readonly asks: readonly Ask[];
  /** Those whose panel is here; the rest of the answer may still be on its way. */
  readonly landed: Set<Ask>;
  readonly abort: AbortController;
}

/** Panels that come into view together are read together. */
const GATHER_MS = 5;
/** Lines that grow are read at most this often, and never more than half of the time. */
const REFRESH_MS = 1000;
/** Gathers the events of one step. */
const SETTLE_MS = 30;
/** Panels a request, so that the first are drawn while the others are still being read. */
const PANELS_PER_REQUEST = 4;
const REQUESTS_AT_ONCE = 4;
/** Numbers kept of lines that no panel shows: 96 MB. */
const KEPT_NUMBERS = 12_000_000;
const LONGEST_RETRY_MS = 15_000;

export function createSeriesStore(readPanels: ReadPanels): SeriesStore {
  const entries = new Map<string, Entry>();
  const wanted = new Set<Entry>();
  const queue: Ask[][] = [];
  const flights = new Set<Flight>();
  let gatherTimer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function entryOf(query: PanelQuery): Entry {
    const name = JSON.stringify(query);
    const entry: Entry = entries.get(name) ?? {
      query,
      state: { data: null, error: null },
      watchers: new Set(),
      dirty: 'all',
      flight: null,
      nextRefreshAt: 0,
      refreshTimer: undefined,
      failures: 0,
      usedAt: 0,
    };
    entries.set(name, entry);
    return entry;
  }

  const isWanted = ({ watchers, dirty, flight }: Entry) =>
    watchers.size > 0 && dirty !== null && flight === null;

  function want(entry: Entry): void {
    if (isClosed) return;
    wanted.add(entry);
    gatherTimer ??= setTimeout(plan, GATHER_MS);
  }

  /** Turns what is wanted into requests: panels of the same runs go together. */
  function plan(): void {
    gatherTimer = undefined;
    const asks = [...wanted].filter(isWanted).map(askFor);
    wanted.clear();
    const groups = Map.groupBy(asks, ({ query: { entity, project, runs, hiddenRuns } }) =>
      JSON.stringify([entity, project, runs, hiddenRuns]),
    );
    for (const group of groups.values()) {
      for (let from = 0; from < group.length; from += PANELS_PER_REQUEST) {
        queue.push(group.slice(from, from + PANELS_PER_REQUEST));
      }
    }
    startNext();
  }

  function askFor(entry: Entry): Ask {
    const { query, state, dirty } = entry;
    const { data } = state;
    if (data === null || dirty === null || dirty === 'all' || !isReadByRun(query, data)) {
      return { entry, query, runs: null };
    }
    const runs = query.runs.filter((run) => dirty.has(run));
    if (runs.length === query.runs.length) return { entry, query, runs: null };
    return { entry, query: queryForRuns(query, runs, data), runs };
  }

  function startNext(): void {
    while (flights.size < REQUESTS_AT_ONCE) {
      const asks = queue.shift();
      if (asks === undefined) return;
      const open = asks.filter(({ entry }) => isWanted(entry));
      if (open.length > 0) void fly(open);
    }
  }

  async function fly(asks: readonly Ask[]): Promise<void> {
    const [first] = asks;
    if (first === undefined) return;
    const flight: Flight = { asks, landed: new Set(), abort: new AbortController() };
    flights.add(flight);
    for (const { entry } of asks) {
      entry.flight = flight;
      entry.dirty = null;
    }
    const startedAt = performance.now();
    const { entity, project, runs, hiddenRuns } = first.query;
    const request = {
      runs: [...runs],
      hiddenRuns: [...hiddenRuns],
      panels: asks.map(({ query }) => query.panel),
    };
    try {
      await readPanels(entity, project, request, flight.abort.signal, (index, panel) => {
        const ask = asks[index];
        if (ask === undefined || ask.entry.flight !== flight) return;
        flight.landed.add(ask);
        land(ask, panel);
      });
    } catch (error) {
      if (!flight.abort.signal.aborted) fail(flight, error);
    } finally {
      flights.delete(flight);
      const took = performance.now() - startedAt;
      for (const { entry } of asks) {
        if (entry.flight === flight) entry.flight = null;
        entry.nextRefreshAt = Math.max(
          entry.nextRefreshAt,
          startedAt + Math.max(REFRESH_MS, took * 2),
        );
        if (entry.dirty !== null && entry.state.error === null) refreshLater(entry);
      }
      forgetOldest();
      startNext();
    }
  }

  function land({ entry, runs }: Ask, panel: PanelData): void {
    const { state, query } = entry;
    const isPart = runs !== null && state.data !== null && panel.error === null;
    const data = isPart && state.data ? mergeRuns(state.data, panel, runs, query.runs) : panel;
    entry.state = { data, error: null };
    entry.failures = 0;
    if (isPart && isOutgrown(query, data)) entry.dirty = 'all';
    tell(entry);
  }

  function fail({ asks, landed }: Flight, error: unknown): void {
    const problem = error instanceof Error ? error : new Error(String(error));
    for (const ask of asks) {
      if (landed.has(ask)) continue;
      const { entry } = ask;
      entry.state = { ...entry.state, error: problem };
      entry.dirty = 'all';
      tell(entry);
      if (!isPassingFault(problem)) continue;
      const told = problem instanceof RequestError ? problem.retryAfterMs : null;
      entry.nextRefreshAt =
        performance.now() + (told ?? Math.min(LONGEST_RETRY_MS, 500 * 2 ** entry.failures));
      entry.failures += 1;
      refreshLater(entry);
    }
  }

  function tell({ watchers }: Entry): void {
    for (const onChange of [...watchers]) onChange();
  }

  function refreshLater(entry: Entry): void {
    if (isClosed || entry.refreshTimer !== undefined) return;
    const wait = Math.max(SETTLE_MS, entry.nextRefreshAt - performance.now());
    entry.refreshTimer = setTimeout(() => {
      entry.refreshTimer = undefined;
      if (isWanted(entry)) want(entry);
    }, wait);
  }

  function soil(entry: Entry, runs: readonly string[] | 'all'): void {
    if (runs === 'all') entry.dirty = 'all';
    else if (entry.dirty !== 'all') entry.dirty = new Set([...(entry.dirty ?? []), ...runs]);
    if (entry.watchers.size > 0) refreshLater(entry);
  }

  function abandon(entry: Entry): void {
    const { flight } = entry;
    if (flight === null) return;
    const waiting = flight.asks.filter((ask) => !flight.landed.has(ask));
    // What is here is kept: breaking off the end of the answer would only have it read again.
    if (waiting.length === 0 || waiting.some((ask) => ask.entry.watchers.size > 0)) return;
    for (const ask of waiting) {
      ask.entry.dirty = 'all';
      ask.entry.flight = null;
    }
    flight.abort.abort();
  }

  /** Lets go of the lines that were shown the longest ago. */
  function forgetOldest(): void {
    let kept = 0;
    for (const { state } of entries.values()) kept += sizeOf(state.data);
    if (kept <= KEPT_NUMBERS) return;
    const idle = [...entries].filter(
      ([, { watchers, flight }]) => watchers.size === 0 && flight === null,
    );
    for (const [name, entry] of idle.sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
      if (kept <= KEPT_NUMBERS) break;
      kept -= sizeOf(entry.state.data);
      entries.delete(name);
    }
  }

  return {
    watch(query, onChange) {
      const entry = entryOf(query);
      const own = () => onChange();
      entry.watchers.add(own);
      if (isWanted(entry)) want(entry);
      return () => {
        entry.watchers.delete(own);
        entry.usedAt = performance.now();
        abandon(entry);
      };
    },
    read: (query) => entries.get(JSON.stringify(query))?.state ?? { data: null, error: null },
    touch(entity, project, stream, run) {
      for (const entry of entries.values()) {
        const { query } = entry;
        if (query.entity !== entity || query.project !== project) continue;
        if ((query.panel.stream ?? 'history') !== stream) continue;
        if (query.runs.includes(run)) soil(entry, [run]);
      }
    },
    touchAll(entity, project) {
      for (const entry of entries.values()) {
        const { query } = entry;
        if (query.entity === entity && query.project === project) soil(entry, 'all');
      }
    },
    retry(query) {
      const entry = entryOf(query);
      if (isWanted(entry)) want(entry);
    },
    close() {
      isClosed = true;
      clearTimeout(gatherTimer);
      for (const { refreshTimer } of entries.values()) clearTimeout(refreshTimer);
      for (const { abort } of flights) abort.abort();
    },
  };
}
