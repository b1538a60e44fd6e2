import { type AlsoFrom, LiveMessage, type MetricKeys, type RunView } from '@runloom/model';
import { notifyManager, type QueryClient } from '@tanstack/react-query';
import { alsoText } from './also-from.ts';
import { type GoneArtifact, refreshArtifactQueries } from './artifact-refresh.ts';
import { apiAddress, apiPath } from './client.ts';
import { applyConsoleLines } from './console.ts';
import { queryKeys } from './query-keys.ts';
import { applyRun } from './run-cache.ts';
import { mayChange } from './settled-calls.ts';

/** `live`: events arrive. `waiting`: the connection is lost, or not needed since nobody looks. */
export type LiveState = 'connecting' | 'live' | 'waiting';

/** What happens in one project. */
export interface LiveProject {
  readonly state: LiveState;
  /** Told of every message, after the caches were brought up to date. Returns the function that ends it. */
  subscribe(listener: (message: LiveMessage) => void): () => void;
  /** Tells of the runs of these projects too, from now on. */
  alsoTell(projects: AlsoFrom): void;
  /** Told when `state` changes. Returns the function that ends it. */
  watchState(listener: () => void): () => void;
}

/** Opens a stream of events; returns the function that ends it. */
export type OpenEventStream = (
  address: string,
  handlers: {
    readonly onMessage: (data: string) => void;
    /** The connection was cut; `isOver` when the browser does not try again by itself. */
    readonly onError: (isOver: boolean) => void;
  },
) => () => void;

/** All live connections of a page: one a project, however many components ask. */
export interface LiveHub {
  /** Opens the project's connection, or joins it. The last `release` closes it. */
  join(entity: string, project: string): { readonly live: LiveProject; release(): void };
}

interface Channel {
  readonly live: LiveProject;
  users: number;
  close(): void;
}

/** A tab that nobody looks at gives its connection back after this time: browsers allow six a server. */
const HIDDEN_CLOSE_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** Changes of runs are put into the caches together, at most this often. */
const RUNS_INTERVAL_MS = 200;
/** What is in sight of the table of runs is read again at most this often while runs log. */
const TABLE_INTERVAL_MS = 1_500;
/** Artifacts and automations on show are read again at most this often while they change. */
const ARTIFACTS_INTERVAL_MS = 1_000;

export function createLiveHub(options: {
  readonly queryClient: QueryClient;
  readonly openStream?: OpenEventStream;
}): LiveHub {
  const { queryClient, openStream = openEventSource } = options;
  const channels = new Map<string, Channel>();
  return {
    join(entity, project) {
      const name = JSON.stringify([entity, project]);
      const channel = channels.get(name) ?? openChannel(queryClient, openStream, entity, project);
      channels.set(name, channel);
      channel.users += 1;
      let isReleased = false;
      return {
        live: channel.live,
        release() {
          if (isReleased) return;
          isReleased = true;
          channel.users -= 1;
          if (channel.users > 0) return;
          channels.delete(name);
          channel.close();
        },
      };
    },
  };
}

function openChannel(
  queryClient: QueryClient,
  openStream: OpenEventStream,
  entity: string,
  project: string,
): Channel {
  let also: AlsoFrom = [];
  const listeners = new Set<(message: LiveMessage) => void>();
  const stateListeners = new Set<() => void>();
  const caches = createCacheUpdates(queryClient, entity, project);
  let closeStream: (() => void) | null = null;
  let state: LiveState = 'connecting';
  let retryMs = FIRST_RETRY_MS;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;

  function setState(next: LiveState): void {
    if (next === state) return;
    state = next;
    for (const listener of stateListeners) listener();
  }

  function connect(): void {
    clearTimeout(retryTimer);
    closeStream?.();
    const path = apiPath('projects', entity, project, 'live');
    closeStream = openStream(apiAddress(path, { also: alsoText(also) }), {
      onMessage(data) {
        const message = parseMessage(data);
        if (message === null) return;
        retryMs = FIRST_RETRY_MS;
        setState('live');
        caches.apply(message);
        for (const listener of listeners) listener(message);
      },
      onError(isOver) {
        setState('waiting');
        if (!isOver) return;
        retryTimer = setTimeout(connect, retryMs);
        retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
      },
    });
  }

  const onVisibility = () => {
    clearTimeout(hiddenTimer);
    if (!document.hidden) {
      if (closeStream === null) connect();
      return;
    }
    hiddenTimer = setTimeout(() => {
      clearTimeout(retryTimer);
      closeStream?.();
      closeStream = null;
      setState('waiting');
    }, HIDDEN_CLOSE_MS);
  };

  connect();
  document.addEventListener('visibilitychange', onVisibility);
  return {
    users: 0,
    live: {
      get state() {
        return state;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      alsoTell(projects) {
        if (alsoText(projects) === alsoText(also)) return;
        also = projects;
        // What happened until the other stream is open is made up for by its greeting.
        if (closeStream !== null) connect();
      },
      watchState(listener) {
        stateListeners.add(listener);
        return () => stateListeners.delete(listener);
      },
    },
    close() {
      document.removeEventListener('visibilitychange', onVisibility);
      clearTimeout(retryTimer);
      clearTimeout(hiddenTimer);
      caches.close();
      closeStream?.();
      closeStream = null;
    },
  };
}

/** Browsers try again by themselves after a cut, but not after a refusal such as 503. */
const openEventSource: OpenEventStream = (address, { onMessage, onError }) => {
  const source = new EventSource(address);
  source.onmessage = ({ data }: MessageEvent<string>) => onMessage(data);
  source.onerror = () => onError(source.readyState === EventSource.CLOSED);
  return () => source.close();
};

/** Null for what a newer server may send. */
function parseMessage(data: string): LiveMessage | null {
  try {
    const parsed = LiveMessage.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Brings the cached answers of a project up to date with what is told of it. */
function createCacheUpdates(queryClient: QueryClient, entity: string, project: string) {
  const changed = new Map<string, RunView>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let appliedAt = Number.NEGATIVE_INFINITY;

  function applyRuns(): void {
    timer = undefined;
    appliedAt = performance.now();
    notifyManager.batch(() => {
      for (const run of changed.values()) applyRun(queryClient, entity, project, run);
    });
    changed.clear();
  }

  const refreshTable = throttled(TABLE_INTERVAL_MS, () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.runTable(entity, project) });
  });
  const refreshCalls = throttled(TABLE_INTERVAL_MS, () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.callLists(entity, project) });
    void queryClient.invalidateQueries({
      queryKey: queryKeys.calls(entity, project),
      predicate: mayChange,
    });
  });
  const removed = new Set<string>();
  const refreshAll = throttled(RUNS_INTERVAL_MS, () => {
    const gone = new Set(removed);
    removed.clear();
    // What was read of a run that is gone is old, but asking for it again would only fail: who looks
    // at it may be the one who has just moved it, on their way to its new place.
    for (const run of gone) {
      const queryKey = queryKeys.run(entity, project, run);
      void queryClient.invalidateQueries({ queryKey, refetchType: 'none' });
    }
    void queryClient.invalidateQueries({
      queryKey: queryKeys.project(entity, project),
      predicate: ({ queryKey: [, , , part, run] }) => part !== 'run' || !gone.has(String(run)),
    });
  });

  const goneArtifacts: GoneArtifact[] = [];
  const refreshArtifacts = throttled(ARTIFACTS_INTERVAL_MS, () => {
    const gone = goneArtifacts.splice(0);
    refreshArtifactQueries(queryClient, { entity, project }, gone);
  });
  const refreshAutomations = throttled(ARTIFACTS_INTERVAL_MS, () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.automations() });
  });

  return {
    apply(message: LiveMessage): void {
      switch (message.kind) {
        case 'calls':
          refreshCalls();
          return;
        case 'hello':
          refreshCalls();
          void queryClient.invalidateQueries({ queryKey: queryKeys.project(entity, project) });
          return;
        case 'removed':
          // Many at once when many are deleted.
          removed.add(message.run);
          refreshAll();
          return;
        case 'run': {
          refreshTable();
          changed.set(message.run.name, message.run);
          const wait = appliedAt + RUNS_INTERVAL_MS - performance.now();
          timer ??= setTimeout(applyRuns, Math.max(0, wait));
          return;
        }
        case 'points':
          if (message.newKeys.length > 0) {
            addMetricKeys(queryClient, entity, project, message.stream, message.newKeys);
          }
          return;
        case 'console':
          applyConsoleLines(queryClient, entity, project, message.run, message);
          return;
        case 'files':
          void queryClient.invalidateQueries({
            queryKey: queryKeys.files(entity, project, message.run),
          });
          return;
        case 'artifacts':
          for (const one of message.gone) goneArtifacts.push(one);
          refreshArtifacts();
          return;
        case 'automations':
          refreshAutomations();
          return;
        case 'alert':
          void queryClient.invalidateQueries({
            queryKey: queryKeys.alerts(entity, project, message.run),
          });
      }
    },
    close() {
      clearTimeout(timer);
      refreshTable.stop();
      refreshCalls.stop();
      refreshAll.stop();
      refreshArtifacts.stop();
      refreshAutomations.stop();
    },
  };
}

/** Does the work soon after it was asked for, however often, and never twice within the interval. */
function throttled(intervalMs: number, work: () => void): { (): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let doneAt = Number.NEGATIVE_INFINITY;
  const ask = () => {
    const wait = Math.max(0, doneAt + intervalMs - performance.now());
    timer ??= setTimeout(() => {
      timer = undefined;
      doneAt = performance.now();
      work();
    }, wait);
  };
  ask.stop = () => clearTimeout(timer);
  return ask;
}

function addMetricKeys(
  queryClient: QueryClient,
  entity: string,
  project: string,
  stream: 'history' | 'system',
  keys: readonly string[],
): void {
  const queryKey = queryKeys.metricKeys(entity, project);
  queryClient.setQueriesData<MetricKeys>({ queryKey }, (known) => {
    if (known === undefined) return undefined;
    const fresh = keys.filter((key) => !known[stream].includes(key));
    if (fresh.length === 0) return known;
    return { ...known, [stream]: [...known[stream], ...fresh].sort() };
  });
}
