import { type RawBuilder, sql } from 'kysely';
import type { ProjectId } from '../../projects/index.ts';
import type { COLUMN_ATTRIBUTES } from './stored-value.ts';

export type IndexedColumn = (typeof COLUMN_ATTRIBUTES)[keyof typeof COLUMN_ATTRIBUTES];

/** A filter whose paths are numbers and whose patterns are lists of texts: what SQL is made from. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  /** The run has a row of `run_values` with one of the paths that passes the test. */
  | {
      readonly kind: 'values';
      readonly pathIds: readonly number[];
      /** Of a row of `run_values`, by its columns in the query; null: any row. */
      readonly test: ((column: ValueColumns) => RawBuilder<boolean>) | null;
    }
  | {
      readonly kind: 'column';
      readonly column: IndexedColumn;
      readonly test: (column: RawBuilder<unknown>) => RawBuilder<boolean>;
    };

/** The columns of a row of `run_values`, as the query names them. */
export type ValueColumns = (name: 'kind' | 'number' | 'text') => RawBuilder<unknown>;

export const NEVER: Condition = { kind: 'or', conditions: [] };
export const ALWAYS: Condition = { kind: 'and', conditions: [] };

/** What a query walks: it decides which conditions can be seen on the row at hand. */
export interface Walked {
  readonly projectId: ProjectId;
  /** `v`: rows of `run_values` of one path; `r`: rows of `runs`. */
  readonly table: { readonly name: 'v'; readonly pathId: number } | { readonly name: 'r' };
  /**
   * How other rows of the run are looked at: `probe` asks the index for each run, `set` collects all
   * runs that meet the condition first, `free` leaves it to PostgreSQL. Engines can't tell by
   * themselves which is least, since how many runs have a value says nothing of where they stand in
   * an order, and guess wrong by a thousand times when there are several conditions.
   */
  readonly mode: 'probe' | 'set' | 'free';
  readonly isSqlite: boolean;
  /** Columns of `runs` that are in the index that is walked; others cost a look at the wide row. */
  readonly columns: 'all' | readonly IndexedColumn[];
}

/** Whether the row at hand shows all that the condition looks at. */
export function isDirect(condition: Condition, walked: Walked): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.every((inner) => isDirect(inner, walked));
    case 'not':
      return isDirect(condition.condition, walked);
    case 'values':
      return isOwnPath(condition.pathIds, walked);
    case 'column':
      return isOwnColumn(condition.column, walked);
  }
}

/** The condition on the run of the row at hand. */
export function toSql(condition: Condition, walked: Walked): RawBuilder<boolean> {
  switch (condition.kind) {
    case 'and':
      return joined(condition.conditions, walked, sql` and `, sql<boolean>`1 = 1`);
    case 'or':
      return joined(condition.conditions, nested(walked), sql` or `, sql<boolean>`1 = 0`);
    case 'not':
      return sql<boolean>`not (${toSql(condition.condition, nested(walked))})`;
    case 'values':
      return valuesSql(condition, walked);
    case 'column':
      return columnSql(condition, walked);
  }
}

/** PostgreSQL hashes a set only where it can join it; below an `or` it may read it again for each run. */
const nested = (walked: Walked): Walked =>
  walked.isSqlite || walked.mode !== 'set' ? walked : { ...walked, mode: 'probe' };

function joined(
  conditions: readonly Condition[],
  walked: Walked,
  joiner: RawBuilder<unknown>,
  none: RawBuilder<boolean>,
): RawBuilder<boolean> {
  if (conditions.length === 0) return none;
  return sql<boolean>`(${sql.join(
    conditions.map((condition) => toSql(condition, walked)),
    joiner,
  )})`;
}

const isOwnPath = (pathIds: readonly number[], { table }: Walked): boolean =>
  table.name === 'v' && pathIds.length === 1 && pathIds[0] === table.pathId;

const isOwnColumn = (column: IndexedColumn, { table, columns }: Walked): boolean =>
  table.name === 'r' && (columns === 'all' || columns.includes(column));

/** Runs with such a value, as `id`; one may come several times. */
export function runsWith({
  pathIds,
  test,
}: Extract<Condition, { kind: 'values' }>): RawBuilder<unknown> {
  const passed = test === null ? sql`` : sql` and ${test(columnsOf('x'))}`;
  return sql`select x.run_id as id from run_values x where ${pathIn(pathIds)}${passed}`;
}

const pathIn = (pathIds: readonly number[]): RawBuilder<unknown> =>
  pathIds.length === 1 ? sql`x.path_id = ${pathIds[0]}` : sql`x.path_id in (${sql.join(pathIds)})`;

function valuesSql(
  { pathIds, test }: Extract<Condition, { kind: 'values' }>,
  walked: Walked,
): RawBuilder<boolean> {
  if (isOwnPath(pathIds, walked)) return test === null ? sql<boolean>`1 = 1` : test(columnsOf('v'));
  const id = runId(walked);
  const paths = pathIn(pathIds);
  if (walked.mode !== 'set') {
    // One run is looked up by its key: a plus keeps SQLite from using an index for what stands behind it.
    const passed = test === null ? sql`` : sql` and ${test(columnsOf('x', walked.isSqlite))}`;
    return exists(sql`run_values x where x.run_id = ${id} and ${paths}${passed}`, walked);
  }
  return isInSet(id, runsWith({ kind: 'values', pathIds, test }), walked);
}

/** The `offset` keeps PostgreSQL from making a join of it in an order of its own. */
function exists(rows: RawBuilder<unknown>, { isSqlite, mode }: Walked): RawBuilder<boolean> {
  const fence = isSqlite || mode === 'free' ? sql`` : sql` offset 0`;
  return sql<boolean>`exists (select 1 from ${rows}${fence})`;
}

/** The plus keeps SQLite from walking the set instead of the order that is asked for. */
function isInSet(
  id: RawBuilder<unknown>,
  set: RawBuilder<unknown>,
  { isSqlite }: Walked,
): RawBuilder<boolean> {
  return isSqlite ? sql<boolean>`+${id} in (${set})` : sql<boolean>`${id} in (${set})`;
}

const columnsOf =
  (table: 'v' | 'x', withPlus = false): ValueColumns =>
  (name) =>
    withPlus ? sql`+${sql.ref(`${table}.${name}`)}` : sql.ref(`${table}.${name}`);

function columnSql(
  { column, test }: Extract<Condition, { kind: 'column' }>,
  walked: Walked,
): RawBuilder<boolean> {
  const { projectId, table, mode } = walked;
  if (isOwnColumn(column, walked) || (table.name === 'r' && mode !== 'set')) {
    return test(sql.ref(`r.${column}`));
  }
  const id = runId(walked);
  const passed = test(sql.ref(`y.${column}`));
  if (mode !== 'set') return exists(sql`runs y where y.id = ${id} and ${passed}`, walked);
  return isInSet(
    id,
    sql`select y.id from runs y where y.project_id = ${projectId} and y.deleted_at is null and ${passed}`,
    walked,
  );
}

const runId = ({ table }: Walked): RawBuilder<unknown> =>
  sql.ref(table.name === 'v' ? 'v.run_id' : 'r.id');
