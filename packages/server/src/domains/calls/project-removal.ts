import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { CALLS_TABLE, FEEDBACK_TABLE, PARTS_TABLE } from './columns.ts';

const TABLES = [CALLS_TABLE, PARTS_TABLE, FEEDBACK_TABLE] as const;

/** Projects that have calls, parts of them or feedback. */
export async function listProjects(columns: ColumnStore): Promise<readonly ProjectId[]> {
  const of = (table: string): string => `SELECT DISTINCT project FROM ${table}`;
  const rows = await columns.query<{ project: string }>({
    sql: `SELECT DISTINCT project FROM (${TABLES.map(of).join(' UNION ALL ')}) ORDER BY project`,
  });
  return rows.map(({ project }) => Number(project) as ProjectId);
}

/** Removes all that a project has here from the disk. @returns bytes of JSON */
export async function removeProject(columns: ColumnStore, project: ProjectId): Promise<number> {
  const params = { project };
  const [held] = await columns.query<{ bytes: string }>({
    sql: `SELECT sum(bytes) AS bytes FROM ${CALLS_TABLE} WHERE project = {project:UInt64}`,
    params,
  });
  for (const table of TABLES) {
    const sql = `ALTER TABLE ${table} DELETE WHERE project = {project:UInt64}`;
    await columns.command({ sql, params });
  }
  return Number(held?.bytes ?? 0);
}
