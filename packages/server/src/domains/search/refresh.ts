import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntryStore } from './entry-store.ts';
import type { SearchTables } from './tables.ts';
import type { Source } from './types.ts';

/** Things put in with one transaction: few, so that writers never wait for long. */
const AT_ONCE = 100;

/**
 * Keeps the index up to date. The queue is only ever added to and its rows are taken by their numbers,
 * after which things are read: what is written meanwhile has a row of its own.
 */
export interface Refresher {
  /** Up to `most` rows of the queue. Returns how many there were. */
  queue(most: number): Promise<number>;
  /** Up to `most` of the things that were there before the index. Returns how many there were. */
  backfill(most: number): Promise<number>;
  isBuilding(): Promise<boolean>;
}

export function createRefresher(options: {
  metadata: MetadataStore;
  sources: readonly Source[];
  entries: EntryStore;
  /** Told when projects came, went or changed. */
  onProjects: () => void;
}): Refresher {
  const { entries, onProjects } = options;
  const db: Kysely<SearchTables> = options.metadata.db.withTables<SearchTables>();
  const sources = new Map(options.sources.map((source) => [source.name, source]));
  /** One refresh at a time in this process; who comes meanwhile waits for the next one. */
  let last: Promise<unknown> = Promise.resolve();
  /** Nothing is left of what was there before the index: only a new version can bring more. */
  let built = false;

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.catch(() => {}).then(work);
    last = turn;
    return turn;
  };

  async function putIn(source: Source, keys: readonly string[]): Promise<void> {
    const drafts = await entries.replace(source.name, keys, () => source.read(keys));
    if (source.name !== 'project') return;
    onProjects();
    for (const key of keys) if (!drafts.has(key)) await removeProject(Number(key));
  }

  async function removeProject(id: number): Promise<void> {
    while ((await entries.removeOfProject(id, 4 * AT_ONCE)) > 0) await nextTurn();
  }

  async function takeSome(): Promise<number> {
    const rows = await db
      .selectFrom('search_queue')
      .selectAll()
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    if (rows.length === 0) return 0;
    for (const [kind, ofKind] of Map.groupBy(rows, (row) => row.kind)) {
      const source = sources.get(kind);
      if (source === undefined) continue;
      await putIn(source, [...new Set(ofKind.map(({ object_key }) => object_key))]);
    }
    await db
      .deleteFrom('search_queue')
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute();
    return rows.length;
  }

  async function fillSome(): Promise<number> {
    if (built) return 0;
    const waiting = new Map(
      (await db.selectFrom('search_backfill').selectAll().execute()).map((row) => [row.kind, row]),
    );
    built = waiting.size === 0;
    for (const source of sources.values()) {
      const row = waiting.get(source.name);
      if (row === undefined) continue;
      const keys = await source.keysAfter(row.after_key, AT_ONCE);
      const lastKey = keys.at(-1);
      if (lastKey === undefined) {
        await db.deleteFrom('search_backfill').where('kind', '=', source.name).execute();
        continue;
      }
      await putIn(source, keys);
      await db
        .updateTable('search_backfill')
        .set({ after_key: lastKey })
        .where('kind', '=', source.name)
        .execute();
      return keys.length;
    }
    return 0;
  }

  const upTo = (most: number, some: () => Promise<number>) => async (): Promise<number> => {
    let done = 0;
    while (done < most) {
      const taken = await some();
      if (taken === 0) break;
      done += taken;
      await nextTurn();
    }
    return done;
  };

  return {
    queue: (most) => inTurn(upTo(most, takeSome)),
    backfill: (most) => inTurn(upTo(most, fillSome)),
    async isBuilding() {
      if (built) return false;
      const row = await db.selectFrom('search_backfill').select('kind').limit(1).executeTakeFirst();
      built = row === undefined;
      return !built;
    },
  };
}
