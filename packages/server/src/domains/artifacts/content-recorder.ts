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

/**
 * Notes stored contents. What arrives while one transaction is written shares the next, so that
 * thousands of small files don't cost a synced commit each. Resolved once it is durable.
 */
export function createContentRecorder(
  db: Kysely<ArtifactTables>,
  clock: () => number,
): (content: NewContent) => Promise<void> {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, AT_MOST);
      waiting = waiting.slice(AT_MOST);
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
    }
    isWriting = false;
  }

  return (content) =>
    new Promise((resolve, reject) => {
      waiting.push({ content, resolve, reject });
      if (isWriting) return;
      isWriting = true;
      void writeAll();
    });
}
