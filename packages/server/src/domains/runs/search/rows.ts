import {
  type ExactJson,
  parseExactJson,
  type RunField,
  type RunFilter,
  type RunOrder,
} from '@runloom/model';
import { type Kysely, sql } from 'kysely';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import type { RunId } from '../lineage.ts';
import { decodeText } from '../text.ts';
import type { ListedProjects, RunRow, RunState } from '../types.ts';
import { toSql } from './condition.ts';
import type { OrderedRun } from './merge-lists.ts';
import { createResolver, type Place, placeOf, placeOfOrder, projectName } from './resolve.ts';
import { KIND, type SearchTables } from './tables.ts';

/** Runs in the order of a list, and rows by their ids. */
export interface RunRows {
  /** @param page.skip runs before the page */
  ordered(
    projectId: ProjectId,
    filter: RunFilter,
    orders: readonly RunOrder[],
    page: { readonly skip: number; readonly limit: number },
  ): Promise<readonly OrderedRun[]>;
  /** Ids behind `after`, smallest first. */
  idsBehind(
    projectId: ProjectId,
    filter: RunFilter,
    after: number,
    limit: number,
  ): Promise<readonly RunId[]>;
  /** In the order of the ids, which may be of any of the projects; deleted ones are left out. The index must be fresh. */
  rows(
    projects: ListedProjects,
    ids: readonly RunId[],
    columns: readonly RunField[],
  ): Promise<readonly RunRow[]>;
}

/** Stands behind the kinds of values that can be sorted. */
const NO_VALUE = 2;
const NOTES_SHOWN = 400;
/** Bounds the parameters of one statement. */
const IDS_AT_ONCE = 500;

export function createRunRows(metadata: MetadataStore): RunRows {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const isSqlite = metadata.engine === 'sqlite';
  return {
    async ordered(projectId, filter, orders, page) {
      const resolver = createResolver(metadata, projectId);
      const condition = await resolver.resolve(filter);
      const keys = [];
      for (const [index, order] of orders.entries()) {
        const direction = order.ascending ? sql`asc` : sql`desc`;
        const place = placeOfOrder(order);
        if (place.kind === 'column') {
          const column = sql.ref(`r.${place.column}`);
          keys.push({ join: sql``, columns: [column], order: sql`${column} ${direction}` });
          continue;
        }
        if (place.kind === 'project') {
          const name = await resolver.projectName();
          keys.push({ join: sql``, columns: [sql`cast(${name} as text)`], order: null });
          continue;
        }
        const pathId =
          place.kind === 'path' ? await resolver.pathId(place.source, place.path) : null;
        if (pathId === null) {
          keys.push({
            join: sql``,
            columns: [sql.lit(NO_VALUE), sql`null`, sql`null`],
            order: null,
          });
          continue;
        }
        const table = `o${index}`;
        const column = (name: string) => sql.ref(`${table}.${name}`);
        const kind = sql`coalesce(${column('kind')}, ${sql.lit(NO_VALUE)})`;
        keys.push({
          columns: [kind, column('number'), column('text')],
          join: sql` left join run_values ${sql.ref(table)} on ${column('run_id')} = r.id
            and ${column('path_id')} = ${pathId} and ${column('kind')} in (${sql.lit(KIND.number)}, ${sql.lit(KIND.text)})`,
          // Numbers, then texts, then what has neither, in both directions.
          order: sql`${kind} asc, ${column('number')} ${direction}, ${column('text')} ${direction}`,
        });
      }
      const last = orders.at(-1)?.ascending ? sql`r.id asc` : sql`r.id desc`;
      const wanted = toSql(condition, {
        projectId,
        table: { name: 'r' },
        mode: isSqlite ? 'set' : 'free',
        isSqlite,
        columns: 'all',
      });
      const inOrder = sql.join([...keys.flatMap(({ order }) => order ?? []), last]);
      const columns = keys.flatMap((key) => key.columns);
      const selected = columns.map((column, index) => sql`${column} as ${sql.ref(`k${index}`)}`);
      const joins = sql.join(
        keys.map((key) => key.join),
        sql` `,
      );
      const query = sql<
        Readonly<Record<string, string | number | null>> & { readonly id: number }
      >`select ${sql.join([sql`r.id as id`, ...selected])} from runs r ${keys.length === 0 ? sql`` : joins}
        where r.project_id = ${projectId} and r.deleted_at is null and ${wanted}
        order by ${inOrder} limit ${page.limit} offset ${page.skip}`;
      const { rows } = await query.execute(db);
      return rows.map((row) => ({
        id: row.id as RunId,
        keys: columns.map((_, index) => row[`k${index}`] ?? null),
      }));
    },

    async idsBehind(projectId, filter, after, limit) {
      const condition = await createResolver(metadata, projectId).resolve(filter);
      const wanted = toSql(condition, {
        projectId,
        table: { name: 'r' },
        mode: 'probe',
        isSqlite,
        columns: 'all',
      });
      const query = sql<{ id: number }>`select r.id as id from runs r
        where r.project_id = ${projectId} and r.deleted_at is null and r.id > ${after} and ${wanted}
        order by r.id limit ${limit}`;
      const { rows } = await query.execute(db);
      return rows.map(({ id }) => id as RunId);
    },

    async rows(projects, ids, columns) {
      if (ids.length === 0) return [];
      const found: RunRow[] = [];
      const wanted: WantedValues = {
        columns,
        paths: await readPaths(
          db,
          projects.map(({ id }) => id),
          [DURATION, ...columns.map(placeOf).filter(isPath)],
        ),
        projectNames: new Map(projects.map((project) => [project.id, projectName(project)])),
      };
      for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
        const some = ids.slice(from, from + IDS_AT_ONCE);
        found.push(...(await readRows(db, some, wanted)));
      }
      return found;
    },
  };
}

type PathPlace = Extract<Place, { kind: 'path' }>;

const isPath = (place: Place): place is PathPlace => place.kind === 'path';

const DURATION: PathPlace = { kind: 'path', source: 'r', path: 'duration' };

const pathName = ({ source, path }: Pick<PathPlace, 'source' | 'path'>): string =>
  `${source} ${path}`;

/** Names of these paths by their ids: each project has its own. */
async function readPaths(
  db: Kysely<SearchTables>,
  projectIds: readonly ProjectId[],
  paths: readonly PathPlace[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('run_paths')
    .select(['id', 'source', 'path'])
    .where('project_id', 'in', projectIds)
    .where('source', 'in', [...new Set(paths.map(({ source }) => source))])
    .where('path', 'in', [...new Set(paths.map(({ path }) => path))])
    .execute();
  const wanted = new Set(paths.map(pathName));
  return new Map(
    rows.map((row) => [row.id, pathName(row)] as const).filter(([, name]) => wanted.has(name)),
  );
}

interface WantedValues {
  readonly columns: readonly RunField[];
  /** Those of the columns and of the duration, by their ids. */
  readonly paths: ReadonlyMap<number, string>;
  /** Of projects, by their ids. */
  readonly projectNames: ReadonlyMap<number, string>;
}

async function readRows(
  db: Kysely<SearchTables>,
  ids: readonly RunId[],
  { columns, paths, projectNames }: WantedValues,
): Promise<readonly RunRow[]> {
  const rows = await db
    .selectFrom('runs as r')
    .leftJoin('users as u', 'u.id', 'r.created_by')
    .select([
      'r.id',
      'r.project_id',
      'r.name',
      'r.display_name',
      'r.state',
      'r.created_at',
      'r.heartbeat_at',
      'r.updated_at',
      'r.group_name',
      'r.job_type',
      'r.sweep_name',
      'r.tags',
      'r.last_step',
      'r.stop_requested',
      'u.username',
      sql<string>`substr(r.notes, 1, ${sql.lit(NOTES_SHOWN)})`.as('notes'),
    ])
    .where('r.id', 'in', ids)
    .where('r.deleted_at', 'is', null)
    .execute();
  const values = await readValues(db, ids, paths);
  const places = columns.map((field) => ({ field, place: placeOf(field) }));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const own = values.get(id);
    const shown: Omit<RunRow, 'values'> = {
      id,
      projectId: row.project_id as ProjectId,
      name: decodeText(row.name),
      displayName: decodeText(row.display_name),
      state: row.state as RunState,
      user: row.username,
      createdAt: row.created_at,
      heartbeatAt: row.heartbeat_at,
      durationMs: secondsOf(own?.get(pathName(DURATION))) * 1000,
      tags: JSON.parse(row.tags) as readonly string[],
      notes: decodeText(row.notes),
      group: decodeText(row.group_name),
      jobType: decodeText(row.job_type),
      sweep: row.sweep_name === null ? null : decodeText(row.sweep_name),
      lastStep: row.last_step,
      stopRequested: row.stop_requested === 1,
    };
    const columnValues = places.map(({ field, place }) => {
      if (isPath(place)) return own?.get(pathName(place));
      if (place.kind === 'project') return projectNames.get(row.project_id);
      return ownValue(shown, row.updated_at, field);
    });
    return [{ ...shown, values: columnValues }];
  });
}

function ownValue(
  row: Omit<RunRow, 'values'>,
  updatedAt: number,
  field: RunField,
): ExactJson | undefined {
  if (field.kind === 'tags') return row.tags.join(', ');
  if (field.kind !== 'attribute') return undefined;
  switch (field.name) {
    case 'name':
    case 'state':
    case 'createdAt':
    case 'heartbeatAt':
      return row[field.name];
    case 'updatedAt':
      return updatedAt;
    default:
      return undefined;
  }
}

/** Values of runs by the names of their paths. */
async function readValues(
  db: Kysely<SearchTables>,
  ids: readonly RunId[],
  paths: ReadonlyMap<number, string>,
): Promise<ReadonlyMap<number, ReadonlyMap<string, ExactJson>>> {
  const values = new Map<number, Map<string, ExactJson>>();
  if (paths.size === 0) return values;
  const rows = await db
    .selectFrom('run_values')
    .selectAll()
    .where('run_id', 'in', ids)
    .where('path_id', 'in', [...paths.keys()])
    .execute();
  for (const row of rows) {
    const value = plainValue(row);
    if (value === undefined) continue;
    const own = values.get(row.run_id) ?? new Map<string, ExactJson>();
    values.set(row.run_id, own.set(paths.get(row.path_id) ?? '', value));
  }
  return values;
}

/** A value of the index as JSON has it; undefined for lists, objects and null. */
function plainValue(row: {
  readonly kind: number;
  readonly number: number;
  readonly text: string;
  readonly long_text: string | null;
}): ExactJson | undefined {
  switch (row.kind) {
    case KIND.number:
      return row.long_text === null ? row.number : parseExactJson(row.long_text);
    case KIND.text:
      return decodeText(row.long_text ?? row.text);
    case KIND.nan:
      return Number.NaN;
    default:
      return undefined;
  }
}

/** How long the run ran, as the index has it. */
const secondsOf = (value: ExactJson | undefined): number => (typeof value === 'number' ? value : 0);
