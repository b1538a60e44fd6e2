import type { ProjectId } from '../projects/index.ts';
import {
  bitOf,
  CALLS_TABLE,
  type CallColumn,
  COLUMN_BITS,
  type FieldColumn,
  latestOf,
  PARTS_TABLE,
} from './columns.ts';
import type { MadeColumn } from './made-columns.ts';
import type { CallScope } from './scope.ts';
import type { Statement } from './statement.ts';

/** What a statement wants of calls. All of it is SQL over the columns of a call. */
export interface CallSelect {
  /** Expressions by alias. No alias may be the name of a column. */
  readonly select: Readonly<Record<string, string>>;
  /** The columns that any of it looks at. */
  readonly columns: ReadonlySet<CallColumn | MadeColumn>;
  readonly where: readonly string[];
  /**
   * What else must hold of whole calls alone, not of those that are put together from parts. Of their
   * places (`started_at`, `id`) only: all rows of a call have the same.
   */
  readonly wholeWhere?: readonly string[];
  readonly joins?: readonly string[];
  /** Over columns, each with its direction. */
  readonly order?: readonly OrderKey[];
  /**
   * Whether what calls are sorted by comes with them, as `order_0`, `order_1`, …, and the project, as
   * `read_project`. That is needed where words are looked for: parts with and without an index of them
   * can't be read together where `PREWHERE` alone looks at the project, since the engine then looks for
   * the column in vain.
   */
  readonly showsOrder?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

export interface OrderKey {
  readonly sql: string;
  readonly descending: boolean;
}

const STARTED = bitOf('startedAt');
const NAMED = bitOf('opName');

/** Calls that parts were written of, by their place in the table of whole calls. */
const keysOfParts = (project: string): string =>
  `SELECT started_at, id FROM ${PARTS_TABLE} WHERE project = ${project} AND started_at != 0`;

/**
 * Selects from the calls of a project as they are now: whole calls, and those that parts were written
 * of put together, for each field the last that names it. Deleted ones, and those of which only the
 * end is known, are left out.
 */
export function selectCalls(statement: Statement, scope: CallScope, query: CallSelect): string {
  const project = statement.bind('UInt64', scope.project);
  const { limit, offset = 0, wholeWhere = [] } = query;
  const { selected, shown, joins, conditions, orderBy } = piecesOf(query);
  const end = limit === undefined ? '' : `LIMIT ${statement.bind('UInt64', limit)}`;
  const skip = offset === 0 ? '' : `OFFSET ${statement.bind('UInt64', offset)}`;
  const placed = [`project = ${project}`, ...wholeWhere.map((condition) => `(${condition})`)];
  // Rows elsewhere are passed over before they are read in whole and put together. The engine does so
  // by itself only without `FINAL`.
  const isFirst = wholeWhere.length > 0 && joins === '';
  const { showsOrder = false } = query;
  const read = (value: string): string => (showsOrder ? `, ${value} AS read_project` : '');
  const all = showsOrder ? `${shown}, read_project` : shown;
  const whole = `SELECT ${selected}${read('project')} FROM ${CALLS_TABLE} AS calls FINAL ${joins}
    ${isFirst ? 'PREWHERE' : 'WHERE'} ${placed.join(' AND ')}
    ${isFirst ? 'WHERE' : 'AND'} deleted = 0 AND ${conditions}`;
  if (!scope.hasParts) return `SELECT ${all} FROM (${whole} ${orderBy} ${end} ${skip})`;
  const innerEnd = limit === undefined ? '' : `LIMIT ${statement.bind('UInt64', limit + offset)}`;
  return `SELECT ${all} FROM (
    SELECT * FROM (${whole} AND (started_at, id) NOT IN (${keysOfParts(project)}) ${orderBy} ${innerEnd})
    UNION ALL
    SELECT * FROM (SELECT ${selected}${read(project)} FROM (${merged(project, query.columns)}) AS calls ${joins}
      WHERE ${conditions} ${orderBy} ${innerEnd})
  ) ${orderBy} ${end} ${skip}`;
}

/**
 * The same from the rows of whole calls as they lie, those among them that were replaced or deleted since.
 * What they are sorted by comes with them, as `order_0`, `order_1`, ….
 * @param sorted keys of the same order for the rows that match, where there are some that are quicker
 */
export function selectRows(
  statement: Statement,
  project: ProjectId,
  query: Omit<CallSelect, 'wholeWhere' | 'offset' | 'showsOrder'> & {
    readonly limit: number;
  },
  sorted: readonly OrderKey[] = query.order ?? [],
): string {
  const { selected, joins, conditions } = piecesOf(query);
  const keys = sorted.map(({ sql, descending }) => `${sql} ${descending ? 'DESC' : 'ASC'}`);
  return `SELECT ${selected} FROM ${CALLS_TABLE} AS calls ${joins}
    WHERE project = ${statement.bind('UInt64', project)} AND deleted = 0 AND ${conditions}
    ${keys.length === 0 ? '' : `ORDER BY ${keys.join(', ')}`}
    LIMIT ${statement.bind('UInt64', query.limit)}`;
}

/** What a statement over calls is made of, wherever its rows come from. */
function piecesOf({ select, where, joins = [], order = [], showsOrder = false }: CallSelect) {
  const outputs = Object.entries(select).map(([alias, sql]) => `${sql} AS ${alias}`);
  const keys = order.map(({ sql }, index) => `${sql} AS order_${index}`);
  const directions = order.map(
    ({ descending }, index) => `order_${index} ${descending ? 'DESC' : 'ASC'}`,
  );
  return {
    selected: [...outputs, ...keys].join(', '),
    shown: [
      ...Object.keys(select),
      ...(showsOrder ? order.map((_, at) => `order_${at}`) : []),
    ].join(', '),
    joins: joins.join('\n'),
    conditions: ['1', ...where].map((condition) => `(${condition})`).join(' AND '),
    orderBy: order.length === 0 ? '' : `ORDER BY ${directions.join(', ')}`,
  };
}

/** Calls that parts were written of, put together with what the table of whole calls has of them. */
function merged(project: string, columns: ReadonlySet<CallColumn | MadeColumn>): string {
  const made = [...columns].filter((column) => typeof column === 'object');
  const needed = new Set([...columns].filter(isFieldColumn));
  for (const { from } of made) for (const column of from) needed.add(column);
  const hasBytes = columns.has('bytes');
  const read = new Set<string>(['id', 'started_at', 'version', 'fields', 'deleted', 'source']);
  for (const column of needed) read.add(column);
  if (hasBytes) read.add('bytes');
  const list = [...read].map((column) => `${column} AS part_${column}`).join(', ');
  const own = new Set<FieldColumn>(['started_at', ...needed]);
  const outputs = [...own].map((column) => `${latestOf(column)} AS ${column}`);
  // What was sent twice counts once.
  if (hasBytes) {
    outputs.push('arraySum(mapValues(maxMap(map(part_fields, part_bytes)))) AS bytes');
  }
  if (columns.has('source')) outputs.push('argMax(part_source, part_version) AS source');
  // Such a call is no row, so it is of no row's version.
  if (columns.has('version')) outputs.push('toUInt64(0) AS version');
  const parts = `SELECT part_id AS id, groupBitOr(part_fields) AS fields, ${outputs.join(', ')}
    FROM (
      SELECT ${list} FROM ${PARTS_TABLE} WHERE project = ${project}
      UNION ALL
      SELECT ${list} FROM ${CALLS_TABLE}
        WHERE project = ${project} AND (started_at, id) IN (${keysOfParts(project)})
    )
    GROUP BY part_id
    HAVING max(part_deleted) = 0 AND bitTest(fields, ${STARTED}) AND bitTest(fields, ${NAMED})`;
  if (made.length === 0) return parts;
  return `SELECT *, ${made.map(({ name, sql }) => `${sql} AS ${name}`).join(', ')} FROM (${parts})`;
}

const isFieldColumn = (column: CallColumn | MadeColumn): column is FieldColumn =>
  typeof column === 'string' && column in COLUMN_BITS;
