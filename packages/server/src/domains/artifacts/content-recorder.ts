import { setTimeout } from 'node:timers/promises';
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
const LOOK_EVERY_MS = 2;

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
 * time are waited for, as long as the last commit took; who sends alone waits for nobody.
 */
export function createContentRecorder(
  db: Kysely<ArtifactTables>,
  clock: () => number,
): ContentRecorder {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let expected = 0;
  let lastCommitMs = 0;

  async function gather(): Promise<void> {
    const startedAt = performance.now();
    const longest = Math.min(LONGEST_WAIT_MS, Math.max(LOOK_EVERY_MS, lastCommitMs));
    while (
      waiting.length < Math.min(expected, AT_MOST) &&
      performance.now() - startedAt < longest
    ) {
      await setTimeout(LOOK_EVERY_MS);
    }
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
      };
    },
    record: (content) =>
      new Promise((resolve, reject) => {
        waiting.push({ content, resolve, reject });
        if (isWriting) return;
        isWriting = true;
        void writeAll();
      }),
  };
}
