import type { RunOrder } from '@runloom/model';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ProjectId } from '../../projects/index.ts';
import {
  type Condition,
  type IndexedColumn,
  isDirect,
  runsWith,
  toSql,
  type Walked,
} from './condition.ts';
import type { ListPosition } from './position.ts';
import { placeOfOrder } from './resolve.ts';
import { readSets } from './set-reader.ts';
import { KIND, type SearchTables } from './tables.ts';

/**
 * A part of an ordered list that one index holds in that order. A list by a value of configs or
 * summaries is made of three: its numbers, its texts, and the runs that have neither.
 */
export type Segment = { readonly number: number } & (
  | { readonly kind: 'column'; readonly column: IndexedColumn }
  | { readonly kind: 'numbers' | 'texts'; readonly pathId: number }
  | { readonly kind: 'rest'; readonly pathId: number | null }
);

const REST = 2;

/** @param pathId of the value that is sorted by; null when no run of the project ever had it */
export function segmentsOf(order: RunOrder, pathId: number | null): readonly Segment[] {
  const place = placeOfOrder(order);
  if (place.kind === 'column') return [{ number: 0, kind: 'column', column: place.column }];
  if (pathId === null) return [{ number: REST, kind: 'rest', pathId }];
  return [
    { number: 0, kind: 'numbers', pathId },
    { number: 1, kind: 'texts', pathId },
    { number: REST, kind: 'rest', pathId },
  ];
}

/** Entries of the order that are looked at one by one before whole sets are collected. */
const WINDOW = 2_000;

interface SegmentQuery {
  readonly projectId: ProjectId;
  readonly condition: Condition;
  readonly segment: Segment;
  readonly isAscending: boolean;
  readonly from: ListPosition | null;
  readonly limit: number;
}

/** Up to `limit` positions of one segment behind `from`, in the direction asked for. */
export async function walkSegment(
  db: Kysely<SearchTables>,
  isSqlite: boolean,
  query: SegmentQuery,
): Promise<readonly ListPosition[]> {
  const { condition, limit } = query;
  const source = sourceOf(query.segment);
  const probing = walkedBy(query, 'probe', isSqlite);
  const wanted = toSql(condition, probing);
  const whole = sql`(select ${source.columns} from ${source.rows} where ${bounds(query, source)}`;
  const inOrder = orderBy(query, source);
  if (isDirect(condition, probing)) {
    return read(db, query, sql`${whole} and ${wanted} ${inOrder} limit ${limit})`);
  }
  const few = isSqlite ? null : await conditionOfFew(db, condition);
  if (few !== null) {
    const { name, all, id, columns, rows } = source;
    const others = toSql(few.others, probing);
    // The fence has PostgreSQL look each of them up, where it would rather walk the whole order.
    const own = sql`select ${all} from ${rows} where ${id} = few.id and ${bounds(query, source)} offset 0`;
    return read(
      db,
      query,
      sql`(with few as materialized (select distinct f.id from (${runsWith(few.one)}) f) select ${columns} from few cross join lateral (${own}) ${sql.ref(name)} where ${others} ${inOrder} limit ${limit})`,
    );
  }
  // Most pages are full after a few entries of the order. Only when this one isn't are all runs that
  // meet the conditions collected first, which costs the same however few of them there are.
  const { name, all } = source;
  const window = sql`(select ${all} from ${source.rows} where ${bounds(query, source)} ${inOrder} limit ${WINDOW})`;
  const seen = await read(
    db,
    query,
    sql`(select ${source.columns} from ${window} ${sql.ref(name)} where ${wanted} ${inOrder} limit ${limit})`,
  );
  if (seen.length >= limit) return seen;
  const collected = toSql(condition, walkedBy(query, 'set', isSqlite));
  return readSets(db, isSqlite, (reader) =>
    read(reader, query, sql`${whole} and ${collected} ${inOrder} limit ${limit})`),
  );
}

/** Up to so many runs are looked at one by one, wherever they stand in the order. */
const FEW = 2_000;

type ValuesCondition = Extract<Condition, { kind: 'values' }>;

/** The condition that holds for few runs, and those beside it; null when none does. */
async function conditionOfFew(
  db: Kysely<SearchTables>,
  condition: Condition,
): Promise<{ readonly one: ValuesCondition; readonly others: Condition } | null> {
  const all = condition.kind === 'and' ? condition.conditions : [condition];
  for (const one of all) {
    if (one.kind !== 'values') continue;
    // The index tells after as many of its entries.
    const { count } = await db
      .selectFrom(sql<{ id: number }>`(${runsWith(one)} limit ${FEW + 1})`.as('found'))
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) > FEW) continue;
    return { one, others: { kind: 'and', conditions: all.filter((other) => other !== one) } };
  }
  return null;
}

/** The rows of a segment, before conditions. */
interface Source {
  readonly name: 'v' | 'r';
  readonly rows: RawBuilder<unknown>;
  /** What a list needs: `id` and `value`. */
  readonly columns: RawBuilder<unknown>;
  /** Everything that conditions can see on the row. */
  readonly all: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  /** Null where the order is that of the ids. */
  readonly value: RawBuilder<unknown> | null;
}

function sourceOf(segment: Segment): Source {
  if (segment.kind === 'numbers' || segment.kind === 'texts') {
    const value = sql.ref(segment.kind === 'numbers' ? 'v.number' : 'v.text');
    return {
      name: 'v',
      rows: sql`run_values v`,
      columns: sql`v.run_id as id, ${value} as value`,
      all: sql`v.run_id, v.path_id, v.kind, v.number, v.text`,
      id: sql.ref('v.run_id'),
      value,
    };
  }
  const value = segment.kind === 'column' ? sql.ref(`r.${segment.column}`) : null;
  return {
    name: 'r',
    rows: sql`runs r`,
    columns: sql`r.id as id, ${value ?? sql.lit(0)} as value`,
    all: sql`r.id, r.name, r.state, r.created_at, r.heartbeat_at, r.updated_at`,
    id: sql.ref('r.id'),
    value,
  };
}

function walkedBy(
  { projectId, segment }: SegmentQuery,
  mode: Walked['mode'],
  isSqlite: boolean,
): Walked {
  if (segment.kind === 'numbers' || segment.kind === 'texts') {
    return { projectId, table: { name: 'v', pathId: segment.pathId }, mode, isSqlite, columns: [] };
  }
  const columns = segment.kind === 'column' ? [segment.column] : [];
  return { projectId, table: { name: 'r' }, mode, isSqlite, columns };
}

/** Which rows the segment has, behind `from`. */
function bounds(query: SegmentQuery, { id, value }: Source): RawBuilder<boolean> {
  const { projectId, segment, from, isAscending } = query;
  const beyond = isAscending ? sql`>` : sql`<`;
  const behind =
    from === null
      ? sql``
      : value === null
        ? sql` and ${id} ${beyond} ${from.id}`
        : sql` and ${value} ${beyond}= ${from.value} and (${value} ${beyond} ${from.value} or ${id} ${beyond} ${from.id})`;
  // The columns that say nothing of a kind are constant; naming them makes the index give the order.
  switch (segment.kind) {
    case 'numbers':
      return sql`v.path_id = ${segment.pathId} and v.kind = ${sql.lit(KIND.number)} and v.text = ${sql.lit('')}${behind}`;
    case 'texts':
      return sql`v.path_id = ${segment.pathId} and v.kind = ${sql.lit(KIND.text)} and v.number = ${sql.lit(0)}${behind}`;
    case 'column':
      return sql`r.project_id = ${projectId} and r.deleted_at is null${behind}`;
    case 'rest': {
      const others =
        segment.pathId === null
          ? sql``
          : sql` and not exists (select 1 from run_values x where x.run_id = r.id and x.path_id = ${segment.pathId} and x.kind in (${sql.lit(KIND.number)}, ${sql.lit(KIND.text)}))`;
      return sql`r.project_id = ${projectId} and r.deleted_at is null${others}${behind}`;
    }
  }
}

/** All columns of the index that is walked, constant ones too: else the rest is sorted. */
function orderBy({ isAscending }: SegmentQuery, { name, id, value }: Source): RawBuilder<unknown> {
  const columns =
    name === 'v'
      ? [sql.ref('v.number'), sql.ref('v.text'), id]
      : value === null
        ? [id]
        : [value, id];
  const direction = isAscending ? sql`asc` : sql`desc`;
  return sql`order by ${sql.join(columns.map((column) => sql`${column} ${direction}`))}`;
}

async function read(
  db: Kysely<SearchTables>,
  { segment }: SegmentQuery,
  entries: RawBuilder<unknown>,
): Promise<readonly ListPosition[]> {
  const rows = await db
    .selectFrom((entries as RawBuilder<{ id: number; value: string | number }>).as('found'))
    .select(['found.id', 'found.value'])
    .execute();
  return rows.map(({ id, value }) => ({ segment: segment.number, value, id }));
}

/** Whether a run can stand there in a list of this order. */
export function isPositionOf(order: RunOrder, { segment, value }: ListPosition): boolean {
  const place = placeOfOrder(order);
  if (place.kind === 'column') {
    const isRight = place.isText ? typeof value === 'string' : Number.isSafeInteger(value);
    return segment === 0 && isRight;
  }
  if (segment === REST) return true;
  return segment === 0 ? typeof value === 'number' : segment === 1 && typeof value === 'string';
}
