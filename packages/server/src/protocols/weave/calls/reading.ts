import { z } from 'zod';
import type { UserId } from '../../../domains/accounts/index.ts';
import type { Call, CallQuery } from '../../../domains/calls/index.ts';
import type { WeaveDependencies } from '../dependencies.ts';
import { sendLines } from '../json-lines.ts';
import { type NamedProject, openProject } from '../projects.ts';
import { given, JsonAnswer, post, type WeaveRoute } from '../route.ts';
import { callText } from './call-text.ts';
import { CALLS_QUERY, FILTER, toCallQuery, toFilter } from './query-schema.ts';

const READ = z.object({
  project_id: z.string(),
  id: z.string(),
  include_costs: z.boolean().nullish(),
  include_storage_size: z.boolean().nullish(),
  include_total_storage_size: z.boolean().nullish(),
});

const COUNT = CALLS_QUERY.pick({
  project_id: true,
  filter: true,
  query: true,
  limit: true,
  expand_columns: true,
  include_total_storage_size: true,
});

const MAX_USED = 10_000;

const USAGE = z.object({
  project_id: z.string(),
  call_ids: z.array(z.string()).max(MAX_USED),
  include_costs: z.boolean().nullish(),
  limit: z.number().int().positive().nullish(),
});

const TRACE_USAGE = z.object({
  project_id: z.string(),
  filter: FILTER.nullish(),
  query: z.unknown().optional(),
  include_costs: z.boolean().nullish(),
  limit: z.number().int().positive().nullish(),
});

/** Calls are read: one, many, how many, what they used. */
export function callReadingRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { calls } = deps;

  async function* texts(
    project: NamedProject,
    query: CallQuery,
    named: boolean,
  ): AsyncGenerator<readonly string[]> {
    const usernames = new Map<string, string>();
    for await (const page of calls.query(project.id, query)) {
      if (named) await lookUp(page, usernames);
      const options = { projectPath: project.path, ...(named && { usernames }) };
      yield page.map((call) => callText(call, options));
    }
  }

  const lookUp = async (page: readonly Call[], names: Map<string, string>): Promise<void> => {
    for (const { userId } of page) {
      if (userId === null || names.has(userId)) continue;
      const user = /^\d{1,15}$/.test(userId)
        ? await deps.accounts.getUser(Number(userId) as UserId)
        : null;
      names.set(userId, user?.username ?? userId);
    }
  };

  return [
    post('/calls/stream_query', async ({ actor, body, reply }) => {
      const asked = body(CALLS_QUERY);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const query = toCallQuery(asked);
      return sendLines(reply, texts(project, query, asked.include_usernames ?? false));
    }),
    post('/calls/query', async ({ actor, body }) => {
      const asked = body(CALLS_QUERY);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const query = { ...toCallQuery(asked), limit: asked.limit ?? 1_000 };
      const found: string[] = [];
      for await (const page of texts(project, query, asked.include_usernames ?? false)) {
        found.push(...page);
      }
      return new JsonAnswer(`{"calls":[${found.join(',')}]}`);
    }),
    post('/calls/query_stats', async ({ actor, body }) => {
      const asked = body(COUNT);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const { count, hasMore, totalStorageBytes } = await calls.count(
        project.id,
        toCallQuery(asked),
      );
      return {
        count,
        has_more: hasMore,
        ...(asked.include_total_storage_size && {
          total_storage_size_bytes: totalStorageBytes ?? 0,
        }),
      };
    }),
    post('/call/read', async ({ actor, body }) => {
      const { project_id, id, ...asked } = body(READ);
      const project = await openProject(deps, actor, project_id, 'read');
      const call = await calls.read(
        project.id,
        id,
        given({
          includesCosts: asked.include_costs,
          includesStorageSize: asked.include_storage_size,
          includesTotalStorageSize: asked.include_total_storage_size,
        }),
      );
      const text = call === null ? 'null' : callText(call, { projectPath: project.path });
      return new JsonAnswer(`{"call":${text}}`);
    }),
    post('/calls/usage', async ({ actor, body }) => {
      const { project_id, call_ids, include_costs } = body(USAGE);
      const project = await openProject(deps, actor, project_id, 'read');
      if (call_ids.length === 0) return { call_usage: {}, unfinished_call_ids: [] };
      return usageJson(deps, project, { filter: { callIds: call_ids } }, include_costs ?? false);
    }),
    post('/trace/usage', async ({ actor, body }) => {
      const { project_id, filter, query, limit, include_costs } = body(TRACE_USAGE);
      const project = await openProject(deps, actor, project_id, 'read');
      const asked = {
        filter: toFilter(filter),
        ...(query !== null && query !== undefined && { query }),
        limit: Math.min(limit ?? MAX_USED, MAX_USED),
      };
      return usageJson(deps, project, asked, include_costs ?? false);
    }),
  ];
}

/** What calls used with all below them, by call and model. */
async function usageJson(
  { calls }: WeaveDependencies,
  project: NamedProject,
  query: CallQuery,
  withCosts: boolean,
): Promise<object> {
  const { byCall, unfinishedIds } = await calls.usage(project.id, query);
  const usage = [...byCall].map(([id, byModel]) => {
    const models = [...byModel].map(([model, total]) => [
      model,
      {
        prompt_tokens: total.promptTokens,
        completion_tokens: total.completionTokens,
        cache_read_input_tokens: total.cacheReadTokens,
        cache_creation_input_tokens: total.cacheCreationTokens,
        requests: total.requests,
        total_tokens: total.totalTokens,
        ...(withCosts && {
          prompt_tokens_total_cost: total.promptCost,
          completion_tokens_total_cost: total.completionCost,
          cache_read_input_tokens_total_cost: total.cacheReadCost,
          cache_creation_input_tokens_total_cost: total.cacheCreationCost,
        }),
      },
    ]);
    return [id, Object.fromEntries(models)];
  });
  return { call_usage: Object.fromEntries(usage), unfinished_call_ids: unfinishedIds };
}
