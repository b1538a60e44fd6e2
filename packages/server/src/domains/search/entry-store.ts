import type { SearchKind } from '@runloom/model';
import { type Kysely, sql } from 'kysely';
import { storableText } from '../../stores/metadata/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Reach } from './reach.ts';
import type { EntryRow, SearchTables } from './tables.ts';
import { first, fold, foldName } from './text.ts';
import { createTokenIndex, ENTRY_COLUMNS, inReach } from './token-index.ts';
import { type Asked, tokensOf, wordsOf } from './tokens.ts';
import type { Draft } from './types.ts';

/** What is kept of texts beside names, to show where they match. */
const MAX_BODY = 2_000;
const MAX_WORDS = 2_000;
/** Of a text that is looked through for words. */
const MAX_READ = 20_000;
const MAX_NAME_KEY = 64;
/** Past every character that stands in a folded name. */
const LAST_CHARACTER = '\u{10ffff}';

/** The advisory lock of PostgreSQL under which entries are written: any number that is ours alone. */
const WRITING = 7_221_902_473;

/** What can be found, as it was put in; ids grow with every change. */
export type EntryStore = ReturnType<typeof createEntryStore>;

export function createEntryStore(metadata: MetadataStore) {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const index = createTokenIndex(metadata);
  const has = (text: string, piece: string) =>
    metadata.engine === 'sqlite'
      ? sql<boolean>`instr(${sql.ref(text)}, ${piece}) > 0`
      : sql<boolean>`strpos(${sql.ref(text)}, ${piece}) > 0`;

  return {
    index,

    /**
     * Puts things in anew, as `read` tells them; what it does not tell of is taken out. They are read
     * under the lock, so that of two processes the one that writes last has also read last.
     */
    async replace(
      source: string,
      keys: readonly string[],
      read: () => Promise<ReadonlyMap<string, Draft>>,
    ): Promise<ReadonlyMap<string, Draft>> {
      return db.transaction().execute(async (transaction) => {
        if (metadata.engine === 'postgres') {
          await sql`select pg_advisory_xact_lock(${WRITING})`.execute(transaction);
        }
        const drafts = await read();
        const old = await transaction
          .selectFrom('search_entries')
          .select('id')
          .where('source', '=', source)
          .where('object_key', 'in', keys)
          .execute();
        if (old.length > 0) {
          const ids = old.map(({ id }) => id);
          await index.remove(transaction, ids);
          await transaction.deleteFrom('search_entries').where('id', 'in', ids).execute();
        }
        const owners = await ownersOf(transaction, drafts.values());
        const made = keys.flatMap((key) => {
          const draft = drafts.get(key);
          const ownerId = draft && owners.get(draft.projectId);
          return draft === undefined || ownerId === undefined
            ? []
            : [{ key, ...toEntry(draft, ownerId) }];
        });
        if (made.length === 0) return drafts;
        const written = await transaction
          .insertInto('search_entries')
          .values(
            made.map(({ row, key, tokens }) => ({
              ...row,
              ...index.columns(tokens),
              source,
              object_key: key,
            })),
          )
          .returning(['id', 'object_key'])
          .execute();
        const ids = new Map(written.map((row) => [row.object_key, row.id]));
        await index.add(
          transaction,
          made.map(({ key, tokens }) => ({ id: ids.get(key) ?? 0, tokens })),
        );
        return drafts;
      });
    },

    /** Removes up to `limit` entries of a project that is gone; how many there were. */
    async removeOfProject(projectId: number, limit: number): Promise<number> {
      return db.transaction().execute(async (transaction) => {
        const rows = await transaction
          .selectFrom('search_entries')
          .select('id')
          .where('project_id', '=', projectId)
          .limit(limit)
          .execute();
        if (rows.length === 0) return 0;
        const ids = rows.map(({ id }) => id);
        await index.remove(transaction, ids);
        await transaction.deleteFrom('search_entries').where('id', 'in', ids).execute();
        return ids.length;
      });
    },

    /** Those of the kinds that have more entries than so many. */
    async kindsBeyond(kinds: readonly SearchKind[], count: number): Promise<readonly SearchKind[]> {
      const [first, ...others] = kinds.map((kind) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('search_entries')
              .select('kind')
              .where('kind', '=', kind)
              .orderBy('id', 'desc')
              .offset(count)
              .limit(1)
              .as('e'),
          )
          .select('e.kind'),
      );
      if (first === undefined) return [];
      const rows = await others.reduce((query, one) => query.unionAll(one), first).execute();
      return rows.map(({ kind }) => kind as SearchKind);
    },

    /** Of the `window` newest entries of a kind the best of those that match in any way. */
    async amongNewest(
      kind: string,
      { folded, words, parts }: Asked,
      reach: Reach,
      { window, limit }: { readonly window: number; readonly limit: number },
    ): Promise<readonly EntryRow[]> {
      const hasParts = folded.length > 1 || words.length === 0;
      const begins = has('e.names', `\n${folded}`);
      const whole = has('e.names_end', `\n${folded}\n`);
      const hasWords =
        words.length === 0
          ? sql<boolean>`false`
          : sql<boolean>`(${sql.join(
              words.map((word) => has('e.words', ` ${word}`)),
              sql` and `,
            )})`;
      return db
        .selectFrom((eb) =>
          eb
            .selectFrom('search_entries')
            .selectAll()
            .select(sql<string>`names || ${'\n'}`.as('names_end'))
            .where('kind', '=', kind)
            .orderBy('id', 'desc')
            .limit(window)
            .as('e'),
        )
        .select(ENTRY_COLUMNS)
        .where((eb) =>
          eb.or([
            begins,
            hasWords,
            ...(hasParts ? [eb.and(parts.map((part) => has('e.names', part)))] : []),
          ]),
        )
        .where(inReach(metadata.engine, reach))
        .orderBy(
          sql`case when ${whole} then 0 when ${begins} then 1 when ${hasWords} then 2 else 3 end`,
        )
        .orderBy('e.id', 'desc')
        .limit(limit)
        .execute();
    },

    /** Entries whose title begins with the folded text: of the first `most` by title, whole ones and new ones first. */
    async byTitle(
      kind: string,
      folded: string,
      reach: Reach,
      { most, limit }: { readonly most: number; readonly limit: number },
    ): Promise<readonly EntryRow[]> {
      const beginning = first(folded, MAX_NAME_KEY);
      const titles = (from: Kysely<SearchTables>) =>
        from
          .selectFrom('search_entries as e')
          .select('e.id')
          .where('e.kind', '=', kind)
          .where('e.name_key', '>=', beginning)
          .where('e.name_key', '<', beginning + LAST_CHARACTER)
          .limit(most);
      const some = (): Promise<readonly { readonly id: number }[]> => {
        if (reach.kind !== 'named') {
          // In the order of that index: a guess that such titles are common would have the table read.
          return titles(db).where(inReach(metadata.engine, reach)).orderBy('e.name_key').execute();
        }
        const { owners, projects } = reach;
        // Each of these is narrowed by one index alone.
        return byIndex(metadata, async (inside) => [
          ...(owners.length === 0
            ? []
            : await titles(inside).where('e.owner_id', 'in', owners).execute()),
          ...(projects.length === 0
            ? []
            : await titles(inside).where('e.project_id', 'in', projects).execute()),
        ]);
      };
      const ids = (await some()).map(({ id }) => id);
      if (ids.length === 0) return [];
      return db
        .selectFrom('search_entries as e')
        .select(ENTRY_COLUMNS)
        .where('e.id', 'in', ids)
        .orderBy(sql`case when e.name_key = ${beginning} then 0 else 1 end`)
        .orderBy('e.id', 'desc')
        .limit(limit)
        .execute();
    },
  };
}

/** PostgreSQL reads a whole table where it guesses wrong how common something is: here it may not. */
function byIndex<Result>(
  metadata: MetadataStore,
  read: (db: Kysely<SearchTables>) => Promise<Result>,
): Promise<Result> {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  if (metadata.engine === 'sqlite') return read(db);
  return db.transaction().execute(async (transaction) => {
    await sql`set local enable_seqscan = off`.execute(transaction);
    return read(transaction);
  });
}

/** Projects in the trash have no owner: what is in them is not found. */
async function ownersOf(
  db: Kysely<SearchTables>,
  drafts: Iterable<Draft>,
): Promise<ReadonlyMap<number, number>> {
  const ids = [...new Set([...drafts].map(({ projectId }) => projectId))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('projects')
    .select(['id', 'entity_id'])
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.entity_id]));
}

/** The row and the tokens of a thing. */
export function toEntry(draft: Draft, ownerId: number) {
  const { kind, projectId, title, otherNames, body } = draft;
  const names = [title, ...otherNames].map(foldName).filter((name) => name !== '');
  const words = wordsOf([...names, fold(first(body, MAX_READ))].join(' '));
  const row = {
    kind,
    owner_id: ownerId,
    project_id: projectId,
    title: storableText(title),
    detail: JSON.stringify(draft.detail),
    body: storableText(first(body, MAX_BODY)),
    names: names.map((name) => `\n${name}`).join(''),
    words: first(words.map((word) => ` ${word}`).join(''), MAX_WORDS),
    name_key: first(names[0] ?? '', MAX_NAME_KEY),
    changed_at: draft.changedAt,
  };
  return { row, tokens: tokensOf({ kind, ownerId, projectId, names, words }) };
}
