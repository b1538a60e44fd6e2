import { REPORT_FRAGMENT, SYNC_MESSAGE } from '@runloom/model';
import { hasContent, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { openPendingStore, type PendingStore } from './pending-store.ts';

/** How what is on screen stands to what the server keeps. */
export type SyncState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** The connection is lost; `hasUnsaved`: something is kept here until it is back. */
  | { readonly kind: 'offline'; readonly hasUnsaved: boolean }
  /** The server does not want us any more: rights were taken, or the report is gone. */
  | { readonly kind: 'closed'; readonly reason: string };

/** One report, kept the same on all screens. */
export interface ReportSync {
  readonly doc: Y.Doc;
  readonly body: Y.XmlFragment;
  readonly awareness: WebsocketProvider['awareness'];
  /** What the server has was read at least once. */
  readonly isLoaded: () => boolean;
  readonly state: () => SyncState;
  /** Told when the state changes. Returns the function that ends it. */
  readonly watch: (listener: () => void) => () => void;
  /** Told before anything that others did comes in. Returns the function that ends it. */
  readonly beforeOthers: (listener: () => void) => () => void;
  /** Tries to connect at once. */
  readonly reconnect: () => void;
  readonly close: () => void;
}

/** What was not taken yet is written down at once, then at most this often, and when the page goes. */
const KEEP_INTERVAL_MS = 400;

/**
 * Opens the connection of a report.
 * @param keptFor who edits, told apart in the browser's own store
 */
export function openReportSync(report: string, keptFor: string): ReportSync {
  const doc = new Y.Doc();
  const address = new URL(`/api/v1/reports/${encodeURIComponent(report)}`, window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const pending = openPendingStore(`${report} ${keptFor}`);
  const provider = new WebsocketProvider(address.href, 'sync', doc, {
    connect: false,
    disableBc: true,
    maxBackoffTime: 5_000,
  });
  const listeners = new Set<() => void>();
  const early = new Set<() => void>();
  provider.messageHandlers = provider.messageHandlers.map((handle) => (...message) => {
    for (const listener of early) listener();
    handle(...message);
  });
  let isConnected = false;
  let wasLoaded = false;
  let closedFor: string | null = null;
  /** What was done here since the server last said that it has everything. */
  let hasUnsaved = false;
  /** Changes that were sent over this connection. */
  let sentCount = 0;
  let shown: SyncState = { kind: 'connecting' };
  const keeping = keepPending(doc, pending);

  function tell(): void {
    const next = currentState();
    if (next.kind === shown.kind && JSON.stringify(next) === JSON.stringify(shown)) return;
    shown = next;
    for (const listener of listeners) listener();
  }

  function currentState(): SyncState {
    if (closedFor !== null) return { kind: 'closed', reason: closedFor };
    if (!isConnected) {
      return wasLoaded ? { kind: 'offline', hasUnsaved } : { kind: 'connecting' };
    }
    if (!wasLoaded) return { kind: 'connecting' };
    return { kind: hasUnsaved ? 'saving' : 'saved' };
  }

  provider.messageHandlers[SYNC_MESSAGE.saved] = (_encoder, decoder) => {
    const durable = readVarUint8Array(decoder);
    // Deletions stand in no state vector: they are known by how many changes the server has.
    const count = hasContent(decoder) ? readVarUint(decoder) : 0;
    keeping.saved(durable);
    if (hasUnsaved && count >= sentCount && covers(durable, Y.encodeStateVector(doc))) {
      hasUnsaved = false;
      keeping.clear();
    }
    tell();
  };
  doc.on('update', (_update, origin) => {
    if (origin === provider || origin === KEPT) return;
    hasUnsaved = true;
    if (isConnected) sentCount += 1;
    keeping.changed();
    tell();
  });
  provider.on('status', ({ status }) => {
    isConnected = status === 'connected';
    // The server counts what each connection brings: first what it lacks, as one change.
    sentCount = 1;
    tell();
  });
  provider.on('sync', (isSynced) => {
    if (isSynced) wasLoaded = true;
    tell();
  });
  provider.on('closed', ({ reason }) => {
    closedFor = reason === '' ? 'You may no longer edit this report.' : reason;
    tell();
  });

  // What an earlier visit could not send goes before anything is sent from now on.
  void pending.read().then((updates) => {
    for (const update of updates) Y.applyUpdate(doc, update, KEPT);
    if (updates.length > 0) hasUnsaved = true;
    provider.connect();
  });

  return {
    doc,
    body: doc.getXmlFragment(REPORT_FRAGMENT),
    awareness: provider.awareness,
    isLoaded: () => wasLoaded,
    state: () => shown,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    beforeOthers(listener) {
      early.add(listener);
      return () => early.delete(listener);
    },
    reconnect: () => provider.connect(),
    close() {
      listeners.clear();
      keeping.close();
      provider.destroy();
      doc.destroy();
    },
  };
}

/** Origin of what came back from the browser's own store. */
const KEPT = Symbol('kept');

function keepPending(doc: Y.Doc, pending: PendingStore) {
  let durable: Uint8Array | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  const lacking = () => Y.encodeStateAsUpdate(doc, durable ?? undefined);
  const writeWhatIsDue = () => {
    if (isDue) void pending.write(lacking());
    isDue = false;
  };
  const writeLastWords = () => {
    if (isDue || timer !== undefined) pending.writeAtOnce(lacking());
  };
  const stopTimer = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const begin = () => {
    writeWhatIsDue();
    timer = setTimeout(() => {
      if (isDue) begin();
      else timer = undefined;
    }, KEEP_INTERVAL_MS);
  };
  window.addEventListener('pagehide', writeLastWords);
  return {
    saved: (vector: Uint8Array) => {
      durable = vector;
    },
    changed: () => {
      isDue = true;
      if (timer === undefined) begin();
    },
    clear: () => {
      isDue = false;
      stopTimer();
      void pending.clear();
    },
    close: () => {
      window.removeEventListener('pagehide', writeLastWords);
      stopTimer();
      writeWhatIsDue();
    },
  };
}

/** Whether everything that `mine` counts is in `theirs`. */
function covers(theirs: Uint8Array, mine: Uint8Array): boolean {
  const known = Y.decodeStateVector(theirs);
  return [...Y.decodeStateVector(mine)].every(
    ([client, clock]) => (known.get(client) ?? 0) >= clock,
  );
}
