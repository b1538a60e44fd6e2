import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunField, RunFilter } from '@runloom/model';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { invalid } from '../../../platform/errors.ts';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import { decodeText } from '../text.ts';
import type { GroupKey, RunGroup } from '../types.ts';
import { type Condition, toSql } from './condition.ts';
import { joinMoments, type Moments } from './moments.ts';
import { createResolver, placeOf } from './resolve.ts';
import { KIND, type SearchTables } from './tables.ts';

/** Groups of runs by a value, with statistics over all of their runs. */
export type GroupRuns = (
  projectId: ProjectId,
  filter: RunFilter,
  by: RunField,
  columns: readonly RunField[],
) => Promise<readonly RunGroup[]>;

/** Runs that one statement looks at: the embedded engine runs statements on the event loop. */
const RUNS_AT_ONCE = 10_000;
/** More than anybody reads; the answer must stay bounded. */
const MAX_GROUPS = 20_000;

export function createGroupRuns(metadata: MetadataStore): GroupRuns {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const isSqlite = metadata.engine === 'sqlite';

  return async function groupRuns(projectId, filter, by, columns) {
    const resolver = createResolver(metadata, projectId);
    const condition = await resolver.resolve(filter);
    const pathOf = async (field: RunField): Promise<number | null> => {
      const place = placeOf(field);
      return place.kind === 'path' ? resolver.pathId(place.source, place.path) : null;
    };
    const key = await keySql(keyField(by), pathOf, resolver.projectName);
    const paths: (number | null)[] = [];
    for (const column of columns) paths.push(await pathOf(column));

    const groups = new Map<string, { key: GroupKey; count: number; moments: (Moments | null)[] }>();
    const groupOf = (row: KeyRow) => {
      const name = `${row.kind} ${row.number} ${row.text}`;
      const known = groups.get(name);
      if (known !== undefined) return known;
      const made = { key: keyOf(row), count: 0, moments: columns.map(() => null) };
      groups.set(name, made);
      if (groups.size > MAX_GROUPS) {
        throw invalid(`These runs are of more than ${MAX_GROUPS} groups. Narrow them by a filter.`);
      }
      return made;
    };

    for await (const range of idRanges(db, projectId)) {
      const scope = { projectId, condition, range, isSqlite };
      for (const row of await readCounts(db, key, scope)) groupOf(row).count += Number(row.count);
      for (const [index, pathId] of paths.entries()) {
        if (pathId === null) continue;
        for (const { mean, least, most, squares, ...row } of await readMoments(
          db,
          key,
          pathId,
          scope,
        )) {
          const { moments } = groupOf(row);
          const part = { count: Number(row.count), mean, min: least, max: most, squares };
          moments[index] = joinMoments(moments[index] ?? null, part);
        }
      }
      await nextTurn();
    }
    const long = await pathOf(keyField(by));
    return long === null ? [...groups.values()] : withLongKeys(db, long, [...groups.values()]);
  };
}

/** A run may have several tags: those with the same ones are together. */
const keyField = (by: RunField): RunField =>
  by.kind === 'tags' ? { kind: 'attribute', name: 'tagSet' } : by;

interface KeyRow {
  readonly kind: number | null;
  readonly number: number | null;
  readonly text: string | null;
  readonly count: number;
}

interface Key {
  readonly join: RawBuilder<unknown>;
  /** `kind`, `number` and `text`, by expressions that a `group by` can repeat. */
  readonly columns: readonly [RawBuilder<unknown>, RawBuilder<unknown>, RawBuilder<unknown>];
}

interface Scope {
  readonly projectId: ProjectId;
  readonly condition: Condition;
  readonly range: { readonly from: number; readonly to: number };
  readonly isSqlite: boolean;
}

async function keySql(
  by: RunField,
  pathOf: (field: RunField) => Promise<number | null>,
  projectName: () => Promise<string>,
): Promise<Key> {
  const place = placeOf(by);
  if (place.kind === 'tags') throw new Error('Tags are grouped as one set.');
  if (place.kind === 'column') {
    const column = sql.ref(`r.${place.column}`);
    return {
      join: sql``,
      columns: place.isText
        ? [sql.lit(KIND.text), sql.lit(0), column]
        : [sql.lit(KIND.number), column, sql.lit('')],
    };
  }
  if (place.kind === 'project') {
    const name = sql`cast(${await projectName()} as text)`;
    return { join: sql``, columns: [sql.lit(KIND.text), sql.lit(0), name] };
  }
  const pathId = await pathOf(by);
  if (pathId === null) return { join: sql``, columns: [sql`null`, sql`null`, sql`null`] };
  return {
    join: sql` left join run_values g on g.run_id = r.id and g.path_id = ${pathId}
      and g.kind in (${sql.lit(KIND.number)}, ${sql.lit(KIND.text)})`,
    columns: [sql.ref('g.kind'), sql.ref('g.number'), sql.ref('g.text')],
  };
}

/** Runs of the range that the filter means, as rows of the key. */
function keyedRuns(
  { join, columns: [kind, number, text] }: Key,
  scope: Scope,
): RawBuilder<unknown> {
  const { projectId, condition, range, isSqlite } = scope;
  const wanted = toSql(condition, {
    projectId,
    table: { name: 'r' },
    mode: 'probe',
    isSqlite,
    columns: 'all',
  });
  return sql`(select r.id as id, ${kind} as kind, ${number} as number, ${text} as text
    from runs r ${join}
    where r.project_id = ${projectId} and r.deleted_at is null
      and r.id >= ${range.from} and r.id <= ${range.to} and ${wanted}) m`;
}

async function readCounts(
  db: Kysely<SearchTables>,
  key: Key,
  scope: Scope,
): Promise<readonly KeyRow[]> {
  const query = sql<KeyRow>`select kind, number, text, count(*) as count
    from ${keyedRuns(key, scope)} group by kind, number, text`;
  return (await query.execute(db)).rows;
}

type MomentRow = KeyRow & {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly squares: number;
};

/** The squares are summed around the group's own mean: sums of squares of large numbers say nothing. */
async function readMoments(
  db: Kysely<SearchTables>,
  key: Key,
  pathId: number,
  scope: Scope,
): Promise<readonly MomentRow[]> {
  const query = sql<MomentRow>`select kind, number, text, count(*) as count, min(mean) as mean,
      min(value) as least, max(value) as most, sum((value - mean) * (value - mean)) as squares
    from (select m.kind, m.number, m.text, v.number as value,
        avg(v.number) over (partition by m.kind, m.number, m.text) as mean
      from ${keyedRuns(key, scope)}
      join run_values v on v.run_id = m.id and v.path_id = ${pathId} and v.kind = ${sql.lit(KIND.number)}) n
    group by kind, number, text`;
  return (await query.execute(db)).rows;
}

/** All ids of the project's runs, in ranges of so many. */
async function* idRanges(
  db: Kysely<SearchTables>,
  projectId: ProjectId,
): AsyncGenerator<{ from: number; to: number }> {
  let from = 0;
  for (;;) {
    const { rows } = await sql<{ last: number | null; count: number }>`
      select max(id) as last, count(*) as count from (select r.id as id from runs r
        where r.project_id = ${projectId} and r.deleted_at is null and r.id >= ${from}
        order by r.id limit ${sql.lit(RUNS_AT_ONCE)}) part`.execute(db);
    const last = rows[0]?.last ?? null;
    if (last === null) return;
    yield { from, to: Number(last) };
    if (Number(rows[0]?.count) < RUNS_AT_ONCE) return;
    from = Number(last) + 1;
  }
}

function keyOf({ kind, number, text }: KeyRow): GroupKey {
  if (kind === KIND.number) return number;
  return kind === KIND.text && text !== null ? decodeText(text) : null;
}

/** Keys whose texts are too long for the index are told whole. */
async function withLongKeys(
  db: Kysely<SearchTables>,
  pathId: number,
  groups: readonly RunGroup[],
): Promise<readonly RunGroup[]> {
  const rows = await db
    .selectFrom('run_values')
    .select(['text', 'long_text'])
    .distinct()
    .where('path_id', '=', pathId)
    .where('kind', '=', KIND.text)
    .where('long_text', 'is not', null)
    .limit(MAX_GROUPS)
    .execute();
  if (rows.length === 0) return groups;
  const whole = new Map(rows.map((row) => [decodeText(row.text), decodeText(row.long_text ?? '')]));
  return groups.map((group) =>
    typeof group.key === 'string' ? { ...group, key: whole.get(group.key) ?? group.key } : group,
  );
}
