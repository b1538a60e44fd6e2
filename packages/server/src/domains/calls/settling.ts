import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import {
  bitOf,
  CALLS_TABLE,
  COLUMN_BITS,
  type FieldColumn,
  latestOf,
  PARTS_TABLE,
  RENAMED_BIT,
  ROW_COLUMNS,
} from './columns.ts';

/** Parts are put together by the engine, in its memory: so many calls and bytes at once. */
const MOST_CALLS = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

const STARTED = bitOf('startedAt');
const NAMED = bitOf('opName');
const ENDED = bitOf('endedAt');

/** The place of calls among whole ones, of all projects. */
const KEYS = `SELECT project, started_at, id FROM ${PARTS_TABLE} WHERE started_at != 0`;

/**
 * Calls by parts whose row among the whole calls says all that their parts say, and later: they may go.
 * Those that were deleted are among them.
 */
const SETTLED = `SELECT project, id FROM (
    SELECT project, id, max(version) AS newest, groupBitOr(fields) AS said,
      max(started_at) AS started_at
    FROM ${PARTS_TABLE} GROUP BY project, id
  ) AS parts
  INNER JOIN (
    SELECT project, started_at, id, version, fields, deleted FROM ${CALLS_TABLE} FINAL
    WHERE (project, started_at, id) IN (${KEYS})
  ) AS whole USING (project, started_at, id)
  WHERE newest <= {before:UInt64}
    AND (deleted = 1 OR (version > newest AND bitAnd(said, bitNot(fields)) = 0))`;

/** Removes the parts of calls that were put together before. @returns whether there were any */
export async function removeSettled(columns: ColumnStore, before: bigint): Promise<boolean> {
  const params = { before };
  const found = await columns.query({ sql: `SELECT 1 AS one FROM (${SETTLED}) LIMIT 1`, params });
  if (found.length === 0) return false;
  await columns.command({
    sql: `ALTER TABLE ${PARTS_TABLE} DELETE
      WHERE version <= {before:UInt64} AND (project, id) IN (${SETTLED})`,
    params,
  });
  return true;
}

/** All that is known of the calls that parts were written of: their parts, and their rows among whole calls. */
const KNOWN = (columns: string): string => `
  SELECT ${columns} FROM ${PARTS_TABLE}
  UNION ALL
  SELECT ${columns} FROM ${CALLS_TABLE} WHERE (project, started_at, id) IN (${KEYS})`;

/** Of calls that have ended: those without a name that somebody gave, which would be lost to a call sent again. */
const READY = `SELECT project, id FROM (
    SELECT project, id, newest, sum(size) OVER (ORDER BY newest, project, id) AS bytes_before,
      row_number() OVER (ORDER BY newest, project, id) AS place
    FROM (
      SELECT project, id, max(version) AS newest, sum(bytes) AS size, groupBitOr(fields) AS said
      FROM (${KNOWN('project, id, version, bytes, fields, deleted')})
      WHERE (project, id) NOT IN (SELECT project, id FROM (${SETTLED}))
      GROUP BY project, id
      HAVING max(deleted) = 0 AND newest <= {before:UInt64} AND bitTest(said, ${STARTED})
        AND bitTest(said, ${NAMED}) AND bitTest(said, ${ENDED}) AND NOT bitTest(said, ${RENAMED_BIT})
    )
  ) WHERE place = 1 OR (place <= ${MOST_CALLS} AND bytes_before <= ${MOST_BYTES})`;

/**
 * Puts calls that have ended together and keeps them among the whole ones. Their parts stay until
 * `removeSettled`, so that whoever reads meanwhile finds them in one place or the other, or the same
 * in both.
 * @param before parts of a higher version may have others coming after them
 * @returns how many
 */
export async function settleParts(columns: ColumnStore, before: bigint): Promise<number> {
  const params = { before };
  const [ready] = await columns.query<{ n: string }>({
    sql: `SELECT count() AS n FROM (${READY})`,
    params,
  });
  const count = Number(ready?.n ?? 0);
  if (count === 0) return 0;
  const own = Object.keys(COLUMN_BITS) as FieldColumn[];
  const read = ['project', 'id', 'version', 'fields', 'deleted', 'source', 'bytes', ...own];
  const latest = own.map((column) => `${latestOf(column)} AS ${column}`);
  await columns.command({
    sql: `INSERT INTO ${CALLS_TABLE} (${ROW_COLUMNS.join(', ')})
      SELECT part_project AS project, part_id AS id, max(part_version) + 1 AS version,
        groupBitOr(part_fields) AS fields, 0 AS deleted, argMax(part_source, part_version) AS source,
        arraySum(mapValues(maxMap(map(part_fields, part_bytes)))) AS bytes, ${latest.join(', ')}
      FROM (
        SELECT ${read.map((column) => `${column} AS part_${column}`).join(', ')}
        FROM (${KNOWN(read.join(', '))}) WHERE (project, id) IN (${READY})
      )
      GROUP BY part_project, part_id`,
    params,
  });
  return count;
}

/** Ends and names without a start, which may be of a call among the whole ones. */
export async function listOrphans(
  columns: ColumnStore,
  before: bigint,
  limit: number,
): Promise<ReadonlyMap<ProjectId, readonly string[]>> {
  const rows = await columns.query<{ project: string; id: string }>({
    sql: `SELECT project, id FROM ${PARTS_TABLE} GROUP BY project, id
      HAVING max(started_at) = 0 AND max(version) <= {before:UInt64}
      ORDER BY max(version) DESC LIMIT {limit:UInt64}`,
    params: { before, limit },
  });
  const byProject = Map.groupBy(rows, ({ project }) => Number(project) as ProjectId);
  return new Map([...byProject].map(([project, found]) => [project, found.map(({ id }) => id)]));
}

/** Removes ends and names whose call never came. */
export async function removeOrphans(columns: ColumnStore, before: bigint): Promise<void> {
  const orphans = `SELECT project, id FROM ${PARTS_TABLE} GROUP BY project, id
    HAVING max(started_at) = 0 AND max(version) <= {before:UInt64}`;
  const params = { before };
  const found = await columns.query({ sql: `${orphans} LIMIT 1`, params });
  if (found.length === 0) return;
  await columns.command({
    sql: `ALTER TABLE ${PARTS_TABLE} DELETE
      WHERE version <= {before:UInt64} AND (project, id) IN (${orphans})`,
    params,
  });
}

/** Removes what deleted calls held from the disk; that they are deleted stays known. @returns bytes of JSON */
export async function removeDeleted(columns: ColumnStore): Promise<number> {
  const gone = `deleted = 0 AND (project, started_at, id) IN (
    SELECT project, started_at, id FROM ${CALLS_TABLE} WHERE deleted = 1)`;
  const [found] = await columns.query<{ n: string; bytes: string }>({
    sql: `SELECT count() AS n, sum(bytes) AS bytes FROM ${CALLS_TABLE} WHERE ${gone}`,
    maxSeconds: 300,
  });
  if (found === undefined || found.n === '0') return 0;
  await columns.command({ sql: `ALTER TABLE ${CALLS_TABLE} DELETE WHERE ${gone}` });
  return Number(found.bytes);
}
