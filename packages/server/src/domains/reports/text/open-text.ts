import { REPORT_LIMITS, type ReportDocument } from '@runloom/model';
import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { invalid, notFound, RunloomError, unavailable } from '../../../platform/errors.ts';
import type { Log } from '../../../platform/logging.ts';
import type { UserId } from '../../accounts/index.ts';
import type { ReportId, TextWatcher } from '../types.ts';
import { readNode, readText, writeNode } from './fragment.ts';
import { inspectUpdate } from './inspect-update.ts';
import { leavesMisfits } from './misfits.ts';
import { tooLarge } from './schema.ts';
import type { StoredText, TextStore } from './text-store.ts';
import { cutsBefore, type Unversioned, withChange } from './version-rule.ts';

/** Changes that arrive within this time become durable together. */
const GATHER_MS = 20;
/** How long changes may wait for a store that is away before everybody is told to come again. */
const GIVE_UP_MS = 10_000;
const RETRY_MS = 500;
/** Changes that are kept singly before they are joined. */
const MOST_CHANGES = 300;
const MOST_CHANGED_BYTES = 1024 * 1024;

/** Where a change comes from: whose it is, and which connection need not be told of it. */
interface Origin {
  readonly author: UserId;
  readonly source: TextWatcher | null;
  /** How many changes the source has sent, with this one. */
  readonly count: number;
}

/** A change that changes nothing, as Yjs writes it. */
const NOTHING = new Uint8Array([0, 0]);

/** What else happens to a text than that it changes. */
export interface TextEvents {
  /** Called before somebody else goes on: the document so far becomes a version. */
  cut(document: ReportDocument, before: Unversioned): void;
  /** Something became durable. */
  changed(author: UserId): void;
}

export type OpenedText = ReturnType<typeof createOpenText>;

/**
 * The text of one report while somebody has it open. A change is looked at, done to the document in
 * memory, made durable with those that came meanwhile, and only then told to others.
 */
export function createOpenText(deps: {
  id: ReportId;
  stored: StoredText;
  store: Pick<TextStore, 'append' | 'compact' | 'changesAfter'>;
  events: TextEvents;
  clock: () => number;
  log: Log;
}) {
  const { id, store, events, clock, log } = deps;
  const doc = new Y.Doc();
  const watchers = new Set<TextWatcher>();
  let pending: { update: Uint8Array; origin: Origin }[] = [];
  let unversioned = deps.stored.unversioned;
  let lastRow = 0;
  let looseCount = 0;
  let looseBytes = 0;
  let size = 0;
  let flushing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failingSince: number | null = null;
  let ended: RunloomError | null = null;
  let hasMisfits = false;

  const { snapshot, changes } = deps.stored;
  if (snapshot !== null) Y.applyUpdate(doc, snapshot);
  for (const change of changes) take(change);
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (leavesMisfits(transaction)) hasMisfits = true;
  });
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (!isOrigin(origin)) return;
    size += update.length;
    enqueue(update, origin);
  });
  size = Y.encodeStateAsUpdate(doc).length;

  function take({ id: row, update }: { id: number; update: Uint8Array }): void {
    lastRow = row;
    looseCount += 1;
    looseBytes += update.length;
    Y.applyUpdate(doc, update);
  }

  function enqueue(update: Uint8Array, origin: Origin): void {
    pending.push({ update, origin });
    flushIn(GATHER_MS);
  }

  function flushIn(delayMs: number): void {
    // A failure is dealt with where it happens; who waits for the flush hears of it there.
    timer ??= setTimeout(() => {
      timer = null;
      flush().catch(() => undefined);
    }, delayMs);
  }

  function change(origin: Origin, work: () => void): void {
    if (ended !== null) throw ended;
    if (unversioned !== null && cutsBefore(unversioned, origin.author, clock())) {
      const before = unversioned;
      unversioned = null;
      events.cut(readText(doc), before);
    }
    work();
    if (!hasMisfits) return;
    hasMisfits = false;
    doc.transact(() => writeNode(doc, readNode(doc)), { ...origin, source: null, count: 0 });
  }

  async function flush(): Promise<void> {
    if (flushing !== null) return flushing;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pending.length === 0) return;
    flushing = write();
    try {
      await flushing;
    } finally {
      flushing = null;
    }
    if (pending.length > 0) flushIn(0);
  }

  async function write(): Promise<void> {
    const taken = pending;
    pending = [];
    const update = Y.mergeUpdates(taken.map((one) => one.update));
    const vector = Y.encodeStateVector(doc);
    const now = clock();
    for (const { origin } of taken) unversioned = withChange(unversioned, origin.author, now);
    try {
      if (!isNothing(update)) await append(update, now);
      failingSince = null;
    } catch (error) {
      pending = [...taken, ...pending];
      failed(error);
      throw error;
    }
    const [first] = taken;
    const only = taken.every(({ origin }) => origin.source === first?.origin.source)
      ? (first?.origin.source ?? null)
      : null;
    for (const watcher of watchers) {
      if (watcher !== only && !isNothing(update)) watcher.changed(update);
    }
    const counts = new Map(taken.map(({ origin }) => [origin.source, origin.count]));
    for (const watcher of watchers) watcher.saved(vector, counts.get(watcher) ?? null);
    if (first !== undefined) events.changed((taken.at(-1) ?? first).origin.author);
    if (looseCount >= MOST_CHANGES || looseBytes >= MOST_CHANGED_BYTES) {
      await compact().catch((error: unknown) => {
        log.warn({ err: error, report: id }, 'the changes of a report could not be joined');
      });
    }
  }

  async function append(update: Uint8Array, now: number): Promise<void> {
    const row = await store.append(id, update, { now, unversioned });
    if (row === null) throw notFound('This report');
    looseCount += 1;
    looseBytes += update.length;
  }

  /** A passing fault is waited for a while; clients keep what was not acknowledged. */
  function failed(error: unknown): void {
    const isPassing = error instanceof RunloomError && error.code === 'unavailable';
    failingSince ??= clock();
    if (isPassing && clock() - failingSince < GIVE_UP_MS) {
      flushIn(RETRY_MS);
      return;
    }
    if (!isPassing) log.error({ err: error, report: id }, 'a report could not be written');
    end(error instanceof RunloomError ? error : unavailable('The report could not be saved.'));
  }

  async function compact(): Promise<void> {
    await store.compact(id, (stored) => {
      for (const update of stored) Y.applyUpdate(doc, update);
      return Y.encodeStateAsUpdate(doc);
    });
    looseCount = 0;
    looseBytes = 0;
    size = Y.encodeStateAsUpdate(doc).length;
  }

  /** Resolved when everything up to now is durable. */
  async function settle(): Promise<void> {
    while (pending.length > 0 || flushing !== null) {
      if (ended !== null) throw ended;
      await flush();
    }
  }

  function end(reason: RunloomError): void {
    if (ended !== null) return;
    ended = reason;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const watcher of [...watchers]) watcher.closed(reason);
    watchers.clear();
  }

  return {
    get unversioned() {
      return unversioned;
    },
    get ended() {
      return ended;
    },
    settle,
    end,

    /** What there was at a moment is in a version now; answers what came since. */
    markVersioned(before: Unversioned | null): Unversioned | null {
      if (unversioned === before) unversioned = null;
      return unversioned;
    },

    document: () => readText(doc),

    /** @throws RunloomError('invalid' | 'too_large') for what no report may hold; nothing of it is done */
    apply(update: Uint8Array, origin: Origin): 'taken' | 'waits' {
      if (ended !== null) throw ended;
      if (size + update.length > REPORT_LIMITS.documentBytes) {
        size = Y.encodeStateAsUpdate(doc).length;
        if (size + update.length > REPORT_LIMITS.documentBytes) throw tooLarge();
      }
      const inspection = inspectUpdate(doc, update);
      if (inspection.kind === 'refused') throw invalid(inspection.reason);
      if (inspection.kind === 'waits') return 'waits';
      const waiting = pending.length;
      change(origin, () => Y.applyUpdate(doc, update, origin));
      // What is known already may not be durable yet.
      if (pending.length === waiting) enqueue(NOTHING, origin);
      return 'taken';
    },

    /** Makes the text that of the document, touching only what differs. */
    write(node: Node, author: UserId): void {
      const origin: Origin = { author, source: null, count: 0 };
      change(origin, () => doc.transact(() => writeNode(doc, node), origin));
    },

    /** What somebody who knows `vector` lacks; durable when it is resolved. */
    async encode(vector?: Uint8Array): Promise<Uint8Array> {
      await settle();
      return Y.encodeStateAsUpdate(doc, vector);
    },

    vector: () => Y.encodeStateVector(doc),

    watch(watcher: TextWatcher): () => void {
      if (ended !== null) throw ended;
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },

    /** Takes what other servers wrote on the same store. */
    async catchUp(): Promise<void> {
      const found = await store.changesAfter(id, lastRow);
      if (found.length === 0 || ended !== null) return;
      const before = Y.encodeStateVector(doc);
      for (const one of found) take(one);
      const news = Y.encodeStateAsUpdate(doc, before);
      for (const watcher of watchers) if (!isNothing(news)) watcher.changed(news);
    },
  };
}

const isNothing = (update: Uint8Array): boolean => update.length <= NOTHING.length;

function isOrigin(origin: unknown): origin is Origin {
  return typeof origin === 'object' && origin !== null && 'author' in origin;
}
