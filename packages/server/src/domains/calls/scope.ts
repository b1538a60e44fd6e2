import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { PARTS_TABLE } from './columns.ts';

/** What a read looks at. */
export interface CallScope {
  readonly project: ProjectId;
  /** Whether any call is known by parts: putting those together is left out where there are none. */
  readonly hasParts: boolean;
}

/** Looks whether calls of the project are known by parts now. */
export async function scopeOf(store: ColumnStore, project: ProjectId): Promise<CallScope> {
  const rows = await store.query({
    sql: `SELECT 1 AS one FROM ${PARTS_TABLE} WHERE project = {project:UInt64} LIMIT 1`,
    params: { project },
  });
  return { project, hasParts: rows.length > 0 };
}
