import { ThreadList, ThreadQuery, type ThreadSort } from '@runloom/model';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';

const FIELDS: Readonly<Record<ThreadSort, string>> = {
  updated: 'last_updated',
  started: 'start_time',
  turns: 'turn_count',
  median: 'p50_turn_duration_ms',
  p99: 'p99_turn_duration_ms',
  id: 'thread_id',
};

/** Conversations: calls that share a thread. */
export function threadRoutes({ projects, calls }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/threads',
      summary: 'Threads of calls with their turns and how long those took',
      policy: 'checked-by-domain',
      query: ThreadQuery,
      answer: { json: ThreadList },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const { sort, direction, skip, limit } = query;
        const found = await calls.threads(project.id, {
          sort: [{ field: FIELDS[sort], direction }],
          offset: skip,
          // One more tells whether there are any behind.
          limit: limit + 1,
        });
        return {
          threads: found.slice(0, limit).map((thread) => ({
            id: thread.threadId,
            turnCount: thread.turnCount,
            startedAt: thread.startedAt / 1_000,
            updatedAt: thread.updatedAt / 1_000,
            medianTurnMs: thread.medianTurnMs,
            p99TurnMs: thread.p99TurnMs,
          })),
          hasMore: found.length > limit,
        };
      },
    }),
  ];
}
