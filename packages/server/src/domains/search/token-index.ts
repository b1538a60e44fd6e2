import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Reach, tokensOfReach } from './reach.ts';
import type { EntryRow, SearchTables } from './tables.ts';
import { ofKind, type TokenQuery } from './tokens.ts';

/** Which entries hold which tokens. */
export interface TokenIndex {
  /** What an entry is written with, where the index is a column of it. */
  columns(tokens: readonly string[]): { readonly tokens?: RawBuilder<string> };
  /** For entries that were just written, in their transaction. */
  add(db: Kysely<SearchTables>, entries: readonly TokenEntry[]): Promise<void>;
  /** For entries that are about to go, in the same transaction. */
  remove(db: Kysely<SearchTables>, ids: readonly number[]): Promise<void>;
  /** Entries in reach that hold what is asked, the newest first. */
  find(query: TokenQuery, reach: Reach, limit: number): Promise<readonly EntryRow[]>;
}

export interface TokenEntry {
  readonly id: number;
  readonly tokens: readonly string[];
}

export function createTokenIndex(metadata: MetadataStore): TokenIndex {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  return metadata.engine === 'sqlite' ? sqliteIndex(db) : postgresIndex(db);
}

/** Entries that are read before the reach is looked at. */
const FEW = 100;

function sqliteIndex(db: Kysely<SearchTables>): TokenIndex {
  return {
    columns: () => ({}),

    async add(transaction, entries) {
      if (entries.length === 0) return;
      await transaction
        .insertInto('search_index')
        .values(entries.map(({ id, tokens }) => ({ rowid: id, tokens: tokens.join(' ') })))
        .execute();
    },

    async remove(transaction, ids) {
      await transaction.deleteFrom('search_index').where('rowid', 'in', ids).execute();
    },

    /**
     * The lists of tokens are kept in the order of ids: from the end, it stops at the limit. Each token
     * of the reach is a list to open, so that first a few are read whatever their place: where there
     * are no more, they are all.
     */
    async find({ kind, tokens, beginnings }, reach, limit) {
      const quoted = (token: string) => `"${ofKind(kind, token)}"`;
      const asked = [...tokens.map(quoted), ...beginnings.map((token) => `${quoted(token)}*`)].join(
        ' AND ',
      );
      if (reach.kind !== 'everywhere') {
        const few = await db
          .selectFrom((eb) =>
            eb
              .selectFrom('search_index')
              .select('rowid')
              .where(sql<boolean>`search_index match ${asked}`)
              .orderBy('rowid', 'desc')
              .limit(FEW)
              .as('f'),
          )
          .select('f.rowid')
          .execute();
        if (few.length < FEW) {
          if (few.length === 0) return [];
          return db
            .selectFrom('search_entries as e')
            .selectAll('e')
            .where(
              'e.id',
              'in',
              few.map(({ rowid }) => rowid),
            )
            .where(inReach('sqlite', reach))
            .orderBy('e.id', 'desc')
            .limit(limit)
            .execute();
        }
      }
      const places = tokensOfReach(reach);
      const expression =
        places.length === 0 ? asked : `${asked} AND (${places.map(quoted).join(' OR ')})`;
      let query = db
        .selectFrom('search_index')
        .crossJoin('search_entries')
        .selectAll('search_entries')
        .where(sql<boolean>`search_index match ${expression}`)
        .whereRef('search_entries.id', '=', 'search_index.rowid')
        .orderBy('search_index.rowid', 'desc')
        .limit(limit);
      if (reach.kind === 'listed') {
        query = query.where(isAmong('sqlite', 'search_entries.project_id', reach.projects));
      }
      return query.execute();
    },
  };
}

/** So many matches are put in order; of more, these are the ones that the index names first. */
const MOST_SORTED = 5_000;
/** Each token of the reach is a list to join: with more of them, so many matches are read first, whatever their place. */
const MOST_LISTS = 8;
const MOST_READ = 5_000;

function postgresIndex(db: Kysely<SearchTables>): TokenIndex {
  return {
    columns: (tokens) => ({
      tokens: sql<string>`array_to_tsvector(string_to_array(${tokens.join(' ')}, ' '))`,
    }),

    add: async () => {},

    remove: async () => {},

    /**
     * A list of this index has no order. So what matches is read as far as it can be sorted; whoever
     * asks has looked at the newest entries before, where common words are found.
     */
    find({ kind, tokens, beginnings }, reach, limit) {
      const oneOf = tokensOfReach(reach);
      const quoted = (token: string) => `'${ofKind(kind, token)}'`;
      const asked = [
        ...tokens.map(quoted),
        ...beginnings.map((token) => `${quoted(token)}:*`),
      ].join(' & ');
      const expression =
        oneOf.length === 0 ? asked : `${asked} & (${oneOf.map(quoted).join(' | ')})`;
      return db.transaction().execute(async (transaction) => {
        // A wrong guess of how common words are would have the whole table read.
        await sql`set local enable_seqscan = off`.execute(transaction);
        if (oneOf.length > MOST_LISTS) {
          const { rows } = await sql<{ read: number; ids: string[] }>`
            with matching as materialized (
              select id, owner_id, project_id from search_entries
              where tokens @@ ${asked}::tsquery limit ${MOST_READ}
            )
            select (select count(*)::int from matching) as read, array(
              select e.id from matching e where ${inReach('postgres', reach)}
              order by e.id desc limit ${limit}
            )::text[] as ids`.execute(transaction);
          const read = rows[0]?.read ?? 0;
          const ids = (rows[0]?.ids ?? []).map(Number);
          if (ids.length === limit || read < MOST_READ) {
            if (ids.length === 0) return [];
            return transaction
              .selectFrom('search_entries as e')
              .select(ENTRY_COLUMNS)
              .where('e.id', 'in', ids)
              .orderBy('e.id', 'desc')
              .execute();
          }
        }
        let matching = transaction
          .selectFrom('search_entries')
          .select('id')
          .where(sql<boolean>`tokens @@ ${expression}::tsquery`)
          .limit(MOST_SORTED);
        if (reach.kind === 'listed') {
          matching = matching.where(isAmong('postgres', 'project_id', reach.projects));
        }
        return transaction
          .with(
            (cte) => cte('matching').materialized(),
            () => matching,
          )
          .selectFrom('search_entries as e')
          .select(ENTRY_COLUMNS)
          .where('e.id', 'in', (eb) =>
            eb
              .selectFrom('matching')
              .select('matching.id')
              .orderBy('matching.id', 'desc')
              .limit(limit),
          )
          .orderBy('e.id', 'desc')
          .execute();
      });
    },
  };
}

/** Of an entry `e`: all but its tokens. */
export const ENTRY_COLUMNS = [
  'e.id',
  'e.kind',
  'e.source',
  'e.object_key',
  'e.owner_id',
  'e.project_id',
  'e.title',
  'e.detail',
  'e.body',
  'e.names',
  'e.words',
  'e.name_key',
  'e.changed_at',
] as const;

/** One parameter, however many projects there are. */
function isAmong(
  engine: MetadataStore['engine'],
  column: string,
  ids: readonly number[],
): ReturnType<typeof sql<boolean>> {
  return engine === 'sqlite'
    ? sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`
    : sql<boolean>`${sql.ref(column)} = any(string_to_array(${ids.join()}, ',')::bigint[])`;
}

/** That an entry `e` stands in reach. */
export function inReach(
  engine: MetadataStore['engine'],
  reach: Reach,
): ReturnType<typeof sql<boolean>> {
  if (reach.kind === 'everywhere') return sql<boolean>`1 = 1`;
  if (reach.kind === 'listed') return isAmong(engine, 'e.project_id', reach.projects);
  const { owners, projects } = reach;
  return sql<boolean>`(${sql.join(
    [
      ...(owners.length > 0 ? [sql`e.owner_id in (${sql.join(owners)})`] : []),
      ...(projects.length > 0 ? [sql`e.project_id in (${sql.join(projects)})`] : []),
    ],
    sql` or `,
  )})`;
}
