import type { ReportDocument } from '@runloom/model';
import type { Node } from 'prosemirror-model';
import { notFound, RunloomError, unavailable } from '../../../platform/errors.ts';
import type { Log } from '../../../platform/logging.ts';
import type { UserId } from '../../accounts/index.ts';
import type { JsonBlobs } from '../json-blobs.ts';
import type { LiveText, ReportId, TextWatcher } from '../types.ts';
import { createOpenText, type OpenedText } from './open-text.ts';
import { textsOf } from './searchable.ts';
import type { NewVersion, StoredVersion, TextStore } from './text-store.ts';
import { isVersionDue, PAUSE_MS, type Unversioned } from './version-rule.ts';

/** How long a text that nobody has open stays in memory, for those who come right back. */
const LINGER_MS = 5_000;
/** How often open texts are looked at: for versions, for what lists show, for other servers. */
const TICK_MS = 1_000;
const SWEPT_AT_ONCE = 50;

interface Entry {
  readonly text: OpenedText;
  users: number;
  closing: NodeJS.Timeout | null;
  /** Who changed it since lists were told of it; null when nobody did. */
  dirtyBy: UserId | null;
  ticker: NodeJS.Timeout | null;
  /** Versions are made one after the other. */
  versions: Promise<unknown>;
}

/** What a version is made with beside the document. */
type VersionFacts = Pick<NewVersion, 'cause'> &
  Partial<Pick<NewVersion, 'name' | 'restoredFrom'>> & {
    /** Who asked for it. */
    readonly author?: UserId;
  };

/** What others want to know of texts. */
export interface TextsEvents {
  opened(id: ReportId, document: ReportDocument): void;
  /**
   * Before changes become a version, or were taken back by their authors. A rejection keeps it from being
   * made; it is tried again.
   */
  edited(
    id: ReportId,
    changes: ReadonlyMap<UserId, number>,
    version: { readonly digest: string; readonly from: number; readonly to: number },
  ): Promise<void>;
  /** The text was changed a moment ago, by somebody last. */
  settled(id: ReportId, document: ReportDocument, by: UserId): Promise<void>;
  versioned(id: ReportId, document: ReportDocument): Promise<void>;
  closed(id: ReportId): void;
}

export type Texts = ReturnType<typeof createTexts>;

/** Texts of reports: opened when somebody needs them, each once, and closed some time later. */
export function createTexts(deps: {
  store: TextStore;
  json: JsonBlobs;
  /** Where several servers may work on the same reports. */
  isShared: boolean;
  events: TextsEvents;
  clock: () => number;
  log: Log;
}) {
  const { store, json, clock, log } = deps;
  const entries = new Map<ReportId, Promise<Entry>>();

  async function open(id: ReportId): Promise<Entry> {
    const stored = await store.load(id);
    if (stored === null) throw notFound('This report');
    const text = createOpenText({
      id,
      stored,
      store,
      clock,
      log,
      events: {
        cut: (document, before) => void cut(id, entry, document, before),
        changed: (author) => {
          entry.dirtyBy = author;
        },
      },
    });
    const entry: Entry = {
      text,
      users: 0,
      closing: null,
      dirtyBy: null,
      ticker: null,
      versions: Promise.resolve(),
    };
    deps.events.opened(id, text.document());
    entry.ticker = setInterval(() => void tick(id, entry), TICK_MS);
    entry.ticker.unref();
    return entry;
  }

  async function take(id: ReportId): Promise<Entry> {
    let opening = entries.get(id);
    if (opening === undefined) {
      opening = open(id);
      entries.set(id, opening);
      opening.catch(() => entries.delete(id));
    }
    const entry = await opening;
    if (entry.text.ended !== null) {
      // It came to an end since; what is stored is opened afresh.
      if (entries.get(id) === opening) forget(id, entry);
      return take(id);
    }
    entry.users += 1;
    if (entry.closing !== null) clearTimeout(entry.closing);
    entry.closing = null;
    return entry;
  }

  function release(id: ReportId, entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.closing = setTimeout(() => void close(id, entry), LINGER_MS);
    entry.closing.unref();
  }

  async function close(id: ReportId, entry: Entry): Promise<void> {
    try {
      await entry.text.settle();
      await tell(id, entry);
    } catch (error) {
      log.warn({ err: error, report: id }, 'a report could not be closed in good order');
    }
    if (entry.users > 0) return;
    entry.text.end(unavailable('The report was closed. Open it again.'));
    forget(id, entry);
  }

  function forget(id: ReportId, entry: Entry): void {
    if (entry.ticker !== null) clearInterval(entry.ticker);
    entries.delete(id);
    deps.events.closed(id);
  }

  async function use<T>(id: ReportId, work: (entry: Entry) => Promise<T> | T): Promise<T> {
    const entry = await take(id);
    try {
      return await work(entry);
    } finally {
      release(id, entry);
    }
  }

  async function tick(id: ReportId, entry: Entry): Promise<void> {
    try {
      if (deps.isShared) await entry.text.catchUp();
      await tell(id, entry);
      if (isVersionDue(entry.text.unversioned, clock())) await keep(id, entry, { cause: 'pause' });
    } catch (error) {
      log.warn({ err: error, report: id }, 'a report could not be looked after');
    }
  }

  /** Brings what lists show up to date. */
  async function tell(id: ReportId, entry: Entry): Promise<void> {
    const by = entry.dirtyBy;
    if (by === null || entry.text.ended !== null) return;
    entry.dirtyBy = null;
    const document = entry.text.document();
    await store.putTexts(id, textsOf(document));
    await deps.events.settled(id, document, by);
  }

  async function cut(
    id: ReportId,
    entry: Entry,
    document: ReportDocument,
    before: Unversioned,
  ): Promise<void> {
    try {
      await inTurn(entry, () => put(id, entry, document, before, { cause: 'author' }));
    } catch (error) {
      log.warn({ err: error, report: id }, 'a version of a report could not be kept');
    }
  }

  /** Makes the text as it is a version; what is the latest one already is not made again. */
  function keep(id: ReportId, entry: Entry, facts: VersionFacts): Promise<StoredVersion> {
    return inTurn(entry, async () => {
      await entry.text.settle();
      return put(id, entry, entry.text.document(), entry.text.unversioned, facts);
    });
  }

  function inTurn<T>(entry: Entry, work: () => Promise<T>): Promise<T> {
    const done = entry.versions.then(work);
    entry.versions = done.catch(() => undefined);
    return done;
  }

  async function put(
    id: ReportId,
    entry: Entry,
    document: ReportDocument,
    before: Unversioned | null,
    facts: VersionFacts,
  ): Promise<StoredVersion> {
    const [latest] = await store.versions(id, { limit: 1 });
    const { author } = facts;
    const authors = new Set([
      ...(before?.authors.keys() ?? []),
      ...(author === undefined ? [] : [author]),
    ]);
    const digest = json.digestOf(document);
    const isNew = latest === undefined || latest.digest !== digest;
    // What takes the place of a text was asked for by itself, and is told as that.
    if (before !== null && facts.cause !== 'replaced' && facts.cause !== 'restored') {
      const changes = new Map([...before.authors].filter(([, count]) => count > 0));
      const stretch = { digest, from: before.since, to: before.lastAt };
      if (changes.size > 0) await deps.events.edited(id, changes, stretch);
    }
    if (!isNew && facts.cause !== 'restored' && (facts.name == null || latest.name === null)) {
      if (facts.name != null) await store.rename(id, latest.number, facts.name);
      if (entry.text.markVersioned(before) === null) await store.clearUnversioned(id);
      return { ...latest, name: facts.name ?? latest.name };
    }
    const version = await json.keep(document, ({ digest }) =>
      store.addVersion(
        id,
        {
          name: facts.name ?? null,
          cause: facts.cause,
          authors: [...authors],
          digest,
          createdAt: clock(),
          restoredFrom: facts.restoredFrom ?? null,
        },
        entry.text.markVersioned(before),
      ),
    );
    if (version === null) throw notFound('This report');
    await deps.events.versioned(id, document);
    return version;
  }

  return {
    document: (id: ReportId): Promise<ReportDocument> =>
      use(id, async ({ text }) => {
        await text.settle();
        return text.document();
      }),

    /** Puts a document in place of the text, as a version of its own; what was there is kept, too. */
    replace: (
      id: ReportId,
      node: Node,
      facts: VersionFacts & { readonly author: UserId },
    ): Promise<StoredVersion> =>
      use(id, async (entry) => {
        if (entry.text.unversioned !== null) await keep(id, entry, { cause: 'pause' });
        entry.text.write(node, facts.author);
        const version = await keep(id, entry, facts);
        await tell(id, entry);
        return version;
      }),

    keepVersion: (id: ReportId, facts: VersionFacts): Promise<StoredVersion> =>
      use(id, (entry) => keep(id, entry, facts)),

    async live(id: ReportId): Promise<LiveText> {
      const entry = await take(id);
      const { text } = entry;
      const stops: (() => void)[] = [];
      let isOpen = true;
      return {
        apply: (update, from) => text.apply(update, from),
        encode: (vector) => text.encode(vector),
        vector: () => text.vector(),
        watch(watcher: TextWatcher) {
          stops.push(text.watch(watcher));
        },
        close() {
          if (!isOpen) return;
          isOpen = false;
          for (const stop of stops) stop();
          release(id, entry);
        },
      };
    },

    /** Ends the work on a report that is gone. */
    async drop(id: ReportId): Promise<void> {
      const entry = await entries.get(id)?.catch(() => null);
      if (!entry) return;
      entry.text.end(notFound('This report'));
      forget(id, entry);
    },

    /** Makes versions of texts that were left without one, as those of a server that was killed. */
    async sweep(): Promise<void> {
      const left = await store.unversionedBefore(clock() - PAUSE_MS, SWEPT_AT_ONCE);
      for (const id of left) {
        if (!entries.has(id)) await use(id, (entry) => keep(id, entry, { cause: 'pause' }));
      }
    },

    /** Makes everything durable and tells all who work that they have to come again. */
    async stop(): Promise<void> {
      for (const [id, opening] of entries) {
        const entry = await opening.catch(() => null);
        if (entry === null) continue;
        if (entry.closing !== null) clearTimeout(entry.closing);
        await entry.text.settle().catch(ignorePassing);
        await tell(id, entry).catch(ignorePassing);
        await entry.versions;
        entry.text.end(
          unavailable('The server is stopping. Nothing is lost: it goes on by itself.'),
        );
        forget(id, entry);
      }
    },
  };
}

/** What could not be written now is still with those who wrote it. */
function ignorePassing(error: unknown): void {
  if (!(error instanceof RunloomError)) throw error;
}
