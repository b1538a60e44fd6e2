import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { conditionsOf } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import type { CallFilter } from './types.ts';

/** A call and where it hangs. */
interface Branch {
  readonly id: string;
  readonly startedAt: string;
  readonly traceId: string;
  readonly parentId: string;
}

/** Members of one filter. */
const AT_ONCE = 1000;

/** The calls that are there of these, and all calls below them. Parents may go in circles. */
export async function withDescendants(
  store: ColumnStore,
  project: ProjectId,
  ids: readonly string[],
): Promise<readonly Branch[]> {
  const asked = await readBranches(store, project, ids, (callIds) => ({ callIds }));
  const traceIds = [...new Set(asked.map(({ traceId }) => traceId))];
  const traces = await readBranches(store, project, traceIds, (some) => ({ traceIds: some }));
  const children = Map.groupBy(traces, ({ parentId }) => parentId);
  const found = new Map(asked.map((branch) => [branch.id, branch]));
  // A map is walked in the order of its making, what is added on the way included.
  for (const [id] of found) {
    for (const child of children.get(id) ?? []) {
      if (!found.has(child.id)) found.set(child.id, child);
    }
  }
  return [...found.values()];
}

async function readBranches(
  store: ColumnStore,
  project: ProjectId,
  members: readonly string[],
  toFilter: (members: readonly string[]) => CallFilter,
): Promise<Branch[]> {
  const branches: Branch[] = [];
  for (let from = 0; from < members.length; from += AT_ONCE) {
    const filter = toFilter(members.slice(from, from + AT_ONCE));
    const { statement, values, where } = conditionsOf(project, { filter });
    values.use('trace_id', 'parent_id');
    const sql = selectCalls(statement, await scopeOf(store, project), {
      select: { b_id: 'id', b_started: 'started_at', b_trace: 'trace_id', b_parent: 'parent_id' },
      columns: values.columns,
      where,
    });
    const rows = await store.query<{
      b_id: string;
      b_started: string;
      b_trace: string;
      b_parent: string;
    }>({ sql, params: statement.params });
    for (const row of rows) {
      branches.push({
        id: row.b_id,
        startedAt: row.b_started,
        traceId: row.b_trace,
        parentId: row.b_parent,
      });
    }
  }
  return branches;
}
