import { setImmediate as turn } from 'node:timers/promises';
import { notFound, RunloomError } from '../../platform/errors.ts';
import { beingRemoved, markRemovals } from '../contents/index.ts';
import { addContents, type NewContent } from './content-store.ts';
import type { ArtifactRoom } from './room.ts';
import type { Database } from './tables.ts';
import type { Version } from './types.ts';
import { getVersions } from './version-store.ts';

/** A content that was stored for a version. */
export type SentContent = Omit<NewContent, 'projectId'>;

interface Waiting {
  readonly content: SentContent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Files recorded with one transaction; more would keep others from writing for too long. */
const AT_MOST = 500;
/** Nobody waits longer than this for others who send at the same time. */
const LONGEST_WAIT_MS = 40;
/** Files that are on their way together come together within this, though the last commit was quick. */
const SHORTEST_WAIT_MS = 12;

/**
 * A client keeps only a few connections that have nothing to do (wandb-core: one more than processors).
 * Were all answered at once, it would close the others, and open them again for the next files.
 */
const ANSWERED_AT_ONCE = 2;

/** Notes stored contents, many with one transaction. */
export interface ContentRecorder {
  /** Says that a content is on its way; what is returned says that it has been recorded, or will not be. */
  expect(): () => void;
  /**
   * Resolved once it is durable. Whether the version still takes something is asked for all of them
   * with one query, in the transaction that notes them.
   * @throws RunloomError('not_found' | 'conflict') by the version; 'unavailable' when it was removed meanwhile
   */
  record(content: SentContent): Promise<void>;
}

/** @throws RunloomError('not_found' | 'conflict') when nothing can be added to the version */
export function requirePending(version: Version | null | undefined): Version {
  if (version?.state === 'pending') return version;
  if (!version || version.state === 'deleted') throw notFound('The artifact');
  throw new RunloomError('conflict', 'The artifact is finished: nothing can be added to it.');
}

/**
 * Thousands of small files must not cost a synced commit each: a commit of the embedded engine keeps
 * everybody waiting, so that nothing new arrives meanwhile. Those that are on their way at the same
 * time are waited for, twice as long as the last commit took; who sends alone waits for nobody.
 */
export function createContentRecorder({
  metadata,
  db,
  contents,
  clock,
}: Pick<ArtifactRoom, 'metadata' | 'db' | 'contents' | 'clock'>): ContentRecorder {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let expected = 0;
  let lastCommitMs = 0;
  let whenMoved = (): void => {};

  const isTogether = (): boolean => waiting.length >= Math.min(expected, AT_MOST);

  /** Until all that are on their way are there, but not for long. */
  async function gather(): Promise<void> {
    if (isTogether()) return;
    const longest = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, 2 * lastCommitMs));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longest);
      whenMoved = () => {
        if (!isTogether()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    whenMoved = () => {};
  }

  async function writeAll(): Promise<void> {
    await Promise.resolve();
    while (waiting.length > 0) {
      await gather();
      const batch = waiting.slice(0, AT_MOST);
      waiting = waiting.slice(AT_MOST);
      try {
        await write(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    const refused = await db.transaction().execute((transaction) => note(transaction, batch));
    lastCommitMs = performance.now() - startedAt;
    // What nobody counts on is removed again, unless another one holds the same bytes.
    await contents.release(blobsOf(refused.keys()));
    for (const [{ reject }, error] of refused) reject(error);
    const noted = batch.filter((waiting) => !refused.has(waiting));
    const removed = await contents.findRemoved([...blobsOf(noted).keys()]);
    for (const [index, { content, resolve, reject }] of noted.entries()) {
      if (index > 0 && index % ANSWERED_AT_ONCE === 0) await turn();
      if (removed.has(content.blob)) reject(beingRemoved());
      else resolve();
    }
  }

  /** Answers those whose version takes nothing any more, and why. */
  async function note(
    transaction: Database,
    batch: readonly Waiting[],
  ): Promise<ReadonlyMap<Waiting, unknown>> {
    const versions = await getVersions(transaction, [
      ...new Set(batch.map(({ content }) => content.versionId)),
    ]);
    const refused = new Map<Waiting, unknown>();
    const wanted: NewContent[] = [];
    for (const waiting of batch) {
      try {
        const { projectId } = requirePending(versions.get(waiting.content.versionId));
        wanted.push({ ...waiting.content, projectId });
      } catch (error) {
        refused.set(waiting, error);
      }
    }
    await addContents(transaction, metadata.engine, wanted, clock());
    await markRemovals(transaction, [...blobsOf(refused.keys()).keys()], clock());
    return refused;
  }

  return {
    expect() {
      expected += 1;
      let isOpen = true;
      return () => {
        if (isOpen) expected -= 1;
        isOpen = false;
        whenMoved();
      };
    },
    record: (content) =>
      new Promise((resolve, reject) => {
        waiting.push({ content, resolve, reject });
        whenMoved();
        if (isWriting) return;
        isWriting = true;
        void writeAll();
      }),
  };
}

/** Sizes of what was stored, by blob. */
const blobsOf = (waiting: Iterable<Waiting>): ReadonlyMap<string, number> =>
  new Map([...waiting].map(({ content }) => [content.blob, content.sizeBytes]));
