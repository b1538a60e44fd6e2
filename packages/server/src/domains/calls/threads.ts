import { invalid } from '../../platform/errors.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { conditionsOf } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import type { CallThread, ThreadQuery } from './types.ts';

/** What threads can be sorted by, in the words of the Weave protocol. */
const SORT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['thread_id', 'thread'],
  ['turn_count', 'turns'],
  ['start_time', 'started'],
  ['last_updated', 'updated'],
  ['p50_turn_duration_ms', 'median_ms'],
  ['p99_turn_duration_ms', 'p99_ms'],
]);

interface ThreadRow {
  readonly thread: string;
  readonly turns: string;
  readonly started: string;
  readonly updated: string;
  readonly first_turn: string;
  readonly last_turn: string;
  readonly median_ms: number | null;
  readonly p99_ms: number | null;
}

/** The threads of a project, or those asked for. */
export async function readThreads(
  store: ColumnStore,
  project: ProjectId,
  query: ThreadQuery,
): Promise<readonly CallThread[]> {
  const { threadIds, after, before } = query;
  const { statement, values, where } = conditionsOf(project, {
    filter: threadIds === undefined ? {} : { threadIds },
  });
  values.use('thread_id', 'turn_id', 'ended_at');
  const conditions = [...where, "thread_id != ''"];
  if (after !== undefined) conditions.push(`started_at > ${statement.bind('Int64', after)}`);
  if (before !== undefined) conditions.push(`started_at < ${statement.bind('Int64', before)}`);
  const calls = selectCalls(statement, await scopeOf(store, project), {
    select: {
      t_thread: 'thread_id',
      t_turn: 'turn_id',
      t_is_turn: 'turn_id = id',
      t_start: 'started_at',
      t_end: 'ended_at',
    },
    columns: values.columns,
    where: conditions,
  });
  const order = orderOf(query);
  const limit = query.limit === undefined ? '' : `LIMIT ${statement.bind('UInt64', query.limit)}`;
  const skip = query.offset ? `OFFSET ${statement.bind('UInt64', query.offset)}` : '';
  const rows = await store.query<ThreadRow>({
    sql: `SELECT t_thread AS thread, uniqExactIf(t_turn, t_turn != '') AS turns,
        min(t_start) AS started, max(greatest(t_start, t_end)) AS updated,
        argMinIf(t_turn, t_start, t_turn != '') AS first_turn,
        argMaxIf(t_turn, t_start, t_is_turn) AS last_turn,
        quantileExactInclusiveOrNullIf(0.5)((t_end - t_start) / 1000, t_is_turn AND t_end != 0) AS median_ms,
        quantileExactInclusiveOrNullIf(0.99)((t_end - t_start) / 1000, t_is_turn AND t_end != 0) AS p99_ms
      FROM (${calls}) GROUP BY t_thread ORDER BY ${order} ${limit} ${skip}`,
    params: statement.params,
  });
  return rows.map((row) => ({
    threadId: row.thread,
    turnCount: Number(row.turns),
    startedAt: Number(row.started),
    updatedAt: Number(row.updated),
    firstTurnId: row.first_turn === '' ? null : row.first_turn,
    lastTurnId: row.last_turn === '' ? null : row.last_turn,
    medianTurnMs: row.median_ms,
    p99TurnMs: row.p99_ms,
  }));
}

function orderOf({ sort = [] }: ThreadQuery): string {
  const keys = sort.map(({ field, direction }) => {
    const column = SORT_FIELDS.get(field);
    if (column === undefined) {
      throw invalid(
        `Threads can not be sorted by ${JSON.stringify(field)}. There are: ${[...SORT_FIELDS.keys()].join(', ')}.`,
      );
    }
    return `${column} ${direction === 'desc' ? 'DESC' : 'ASC'} NULLS LAST`;
  });
  return [...(keys.length === 0 ? ['updated DESC'] : keys), 'thread'].join(', ');
}
