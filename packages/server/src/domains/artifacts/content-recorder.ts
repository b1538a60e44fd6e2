import type { Kysely } from 'kysely';
import { addContents, type NewContent } from './content-store.ts';
import type { ArtifactTables } from './tables.ts';

interface Waiting {
  readonly content: NewContent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Files recorded with one transaction; more would keep others from writing for too long. */
const AT_MOST = 500;
/** Nobody waits longer than this for others who send at the same time. */
const LONGEST_WAIT_MS = 40;
/** Files that are on their way together come together within this, though the last commit was quick. */
const SHORTEST_WAIT_MS = 12;

/** Notes stored contents, many with one transaction. */
export interface ContentRecorder {
  /** Says that a content is on its way; what is returned says that it has been recorded, or will not be. */
  expect(): () => void;
  /** Resolved once it is durable. */
  record(content: NewContent): Promise<void>;
}

/**
 * Thousands of small files must not cost a synced commit each: a commit of the embedded engine keeps
 * everybody waiting, so that nothing new arrives meanwhile. Those that are on their way at the same
 * time are waited for, twice as long as the last commit took; who sends alone waits for nobody.
 */
export function createContentRecorder(
  db: Kysely<ArtifactTables>,
  clock: () => number,
): ContentRecorder {
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
      const startedAt = performance.now();
      try {
        await db.transaction().execute((transaction) =>
          addContents(
            transaction,
            batch.map(({ content }) => content),
            clock(),
          ),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      lastCommitMs = performance.now() - startedAt;
    }
    isWriting = false;
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
