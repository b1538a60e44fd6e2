import { z } from 'zod';
import { SORT } from './calls/query-schema.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { onePage, sendLines } from './json-lines.ts';
import { openProject } from './projects.ts';
import { given, post, type WeaveRoute } from './route.ts';
import { readTime, timeText } from './times.ts';

const THREADS = z.object({
  project_id: z.string(),
  filter: z
    .object({
      thread_ids: z.array(z.string()).nullish(),
      after_datetime: z.unknown().optional(),
      before_datetime: z.unknown().optional(),
    })
    .nullish(),
  limit: z.number().int().nonnegative().nullish(),
  offset: z.number().int().nonnegative().nullish(),
  sort_by: SORT.nullish(),
});

/** `POST /threads/stream_query` */
export function threadRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/threads/stream_query', async ({ actor, body, reply }) => {
      const { project_id, filter, limit, offset, sort_by } = body(THREADS);
      const project = await openProject(deps, actor, project_id, 'read');
      const { after_datetime, before_datetime } = filter ?? {};
      const threads = await deps.calls.threads(project.id, {
        ...given({ threadIds: filter?.thread_ids, limit, offset, sort: sort_by }),
        ...(after_datetime ? { after: readTime(after_datetime, 'after_datetime') } : {}),
        ...(before_datetime ? { before: readTime(before_datetime, 'before_datetime') } : {}),
      });
      const lines = threads.map((thread) =>
        JSON.stringify({
          thread_id: thread.threadId,
          turn_count: thread.turnCount,
          start_time: timeText(thread.startedAt),
          last_updated: timeText(thread.updatedAt),
          first_turn_id: thread.firstTurnId,
          last_turn_id: thread.lastTurnId,
          p50_turn_duration_ms: thread.medianTurnMs,
          p99_turn_duration_ms: thread.p99TurnMs,
        }),
      );
      return sendLines(reply, onePage(lines));
    }),
  ];
}
