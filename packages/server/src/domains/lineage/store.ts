import { type Generated, type Kysely, sql } from 'kysely';
import { type AnyDatabase, withTables } from '../../stores/metadata/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { NewEdge, NodeRef } from './types.ts';

type LineageTables = {
  lineage_nodes: { id: Generated<number>; kind: string; key: string };
  lineage_edges: {
    source_id: number;
    target_id: number;
    relation: string;
    label: string;
    created_at: number;
  };
};

/** Values in one statement: SQLite and PostgreSQL take some ten thousand parameters. */
const AT_ONCE = 1_000;

/** An edge as the walk meets it: where it leads to, seen from a node of the level before. */
export interface MetEdge {
  readonly sourceId: number;
  readonly targetId: number;
  readonly relation: string;
  readonly label: string;
  readonly createdAt: number;
  readonly other: NodeRef & { readonly id: number };
}

export function createLineageStore(metadata: MetadataStore) {
  const tablesOf = (db: AnyDatabase) => withTables<LineageTables>(db);
  const db = tablesOf(metadata.db);

  async function findIds(
    tables: Kysely<LineageTables>,
    nodes: readonly NodeRef[],
  ): Promise<ReadonlyMap<string, number>> {
    const ids = new Map<string, number>();
    const byKind = Map.groupBy(nodes, ({ kind }) => kind);
    for (const [kind, some] of byKind) {
      const keys = [...new Set(some.map(({ key }) => key))];
      for (let from = 0; from < keys.length; from += AT_ONCE) {
        const rows = await tables
          .selectFrom('lineage_nodes')
          .selectAll()
          .where('kind', '=', kind)
          .where('key', 'in', keys.slice(from, from + AT_ONCE))
          .execute();
        for (const row of rows) ids.set(nameOf(row), row.id);
      }
    }
    return ids;
  }

  async function ensureIds(
    tables: Kysely<LineageTables>,
    nodes: readonly NodeRef[],
  ): Promise<ReadonlyMap<string, number>> {
    const known = await findIds(tables, nodes);
    const missing = new Map(
      nodes.filter((node) => !known.has(nameOf(node))).map((node) => [nameOf(node), node]),
    );
    if (missing.size === 0) return known;
    const rows = [...missing.values()].map(({ kind, key }) => ({ kind, key }));
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      await tables
        .insertInto('lineage_nodes')
        .values(rows.slice(from, from + AT_ONCE))
        .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
        .execute();
    }
    return new Map([...known, ...(await findIds(tables, rows))]);
  }

  return {
    async link(edges: readonly NewEdge[], now: number, transaction?: AnyDatabase): Promise<void> {
      if (edges.length === 0) return;
      const tables = transaction ? tablesOf(transaction) : db;
      const ids = await ensureIds(
        tables,
        edges.flatMap(({ source, target }) => [source, target]),
      );
      const rows = edges.map(({ source, target, relation, label = '' }) => ({
        source_id: ids.get(nameOf(source)) ?? 0,
        target_id: ids.get(nameOf(target)) ?? 0,
        relation,
        label,
        created_at: now,
      }));
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        await tables
          .insertInto('lineage_edges')
          .values(rows.slice(from, from + AT_ONCE))
          .onConflict((conflict) =>
            conflict.columns(['source_id', 'relation', 'target_id']).doNothing(),
          )
          .execute();
      }
    },

    async unlink(
      edges: readonly Omit<NewEdge, 'label'>[],
      transaction?: AnyDatabase,
    ): Promise<void> {
      const tables = transaction ? tablesOf(transaction) : db;
      const ids = await findIds(
        tables,
        edges.flatMap(({ source, target }) => [source, target]),
      );
      for (const { source, target, relation } of edges) {
        await tables
          .deleteFrom('lineage_edges')
          .where('source_id', '=', ids.get(nameOf(source)) ?? 0)
          .where('target_id', '=', ids.get(nameOf(target)) ?? 0)
          .where('relation', '=', relation)
          .execute();
      }
    },

    async forget(nodes: readonly NodeRef[]): Promise<void> {
      const ids = [...(await findIds(db, nodes)).values()];
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const some = ids.slice(from, from + AT_ONCE);
        await db.transaction().execute(async (transaction) => {
          await transaction.deleteFrom('lineage_edges').where('source_id', 'in', some).execute();
          await transaction.deleteFrom('lineage_edges').where('target_id', 'in', some).execute();
          await transaction.deleteFrom('lineage_nodes').where('id', 'in', some).execute();
        });
      }
    },

    async find(node: NodeRef): Promise<number | null> {
      return (await findIds(db, [node])).get(nameOf(node)) ?? null;
    },

    /** Ids of those nodes that have any edge. */
    async findAll(nodes: readonly NodeRef[]): Promise<ReadonlyMap<NodeRef, number>> {
      const ids = await findIds(db, nodes);
      const found = new Map<NodeRef, number>();
      for (const node of nodes) {
        const id = ids.get(nameOf(node));
        if (id !== undefined) found.set(node, id);
      }
      return found;
    },

    /** Edges of one side of some nodes, up to `limit` of them. */
    async edgesOf(
      ids: readonly number[],
      side: 'upstream' | 'downstream',
      options: { kinds: readonly string[] | null; limit: number },
    ): Promise<readonly MetEdge[]> {
      const [own, other] =
        side === 'downstream'
          ? (['source_id', 'target_id'] as const)
          : (['target_id', 'source_id'] as const);
      const met: MetEdge[] = [];
      for (let from = 0; from < ids.length && met.length < options.limit; from += AT_ONCE) {
        let query = db
          .selectFrom('lineage_edges')
          .innerJoin('lineage_nodes', 'lineage_nodes.id', `lineage_edges.${other}`)
          .select([
            'source_id',
            'target_id',
            'relation',
            'label',
            'created_at',
            'lineage_nodes.id',
            'kind',
            'key',
          ])
          .where(`lineage_edges.${own}`, 'in', ids.slice(from, from + AT_ONCE))
          .limit(options.limit - met.length);
        if (options.kinds) query = query.where('kind', 'in', options.kinds);
        for (const row of await query.execute()) {
          met.push({
            sourceId: row.source_id,
            targetId: row.target_id,
            relation: row.relation,
            label: row.label,
            createdAt: row.created_at,
            other: { id: row.id, kind: row.kind, key: row.key },
          });
        }
      }
      return met;
    },

    async neighbours(
      id: number,
      query: {
        direction: 'upstream' | 'downstream';
        relation: string;
        kind: string;
        first: number;
        after: number;
      },
    ): Promise<{ rows: readonly { id: number; key: string }[]; totalCount: number }> {
      const [own, other] =
        query.direction === 'downstream'
          ? (['source_id', 'target_id'] as const)
          : (['target_id', 'source_id'] as const);
      const all = db
        .selectFrom('lineage_edges')
        .innerJoin('lineage_nodes', 'lineage_nodes.id', `lineage_edges.${other}`)
        .where(`lineage_edges.${own}`, '=', id)
        .where('relation', '=', query.relation)
        .where('kind', '=', query.kind);
      const rows = await all
        .select(['lineage_nodes.id', 'key'])
        .where('lineage_nodes.id', '>', query.after)
        .orderBy('lineage_nodes.id')
        .limit(query.first)
        .execute();
      const count = await all.select(sql<number>`count(*)`.as('count')).executeTakeFirst();
      return { rows, totalCount: Number(count?.count ?? 0) };
    },
  };
}

const nameOf = ({ kind, key }: NodeRef): string => `${kind}\n${key}`;
