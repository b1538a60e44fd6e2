import { z } from 'zod';
import type { CallFilter, CallQuery } from '../../../domains/calls/index.ts';
import { given } from '../route.ts';

const texts = z.array(z.string()).nullish();

export const FILTER = z.object({
  call_ids: texts,
  input_refs: texts,
  op_names: texts,
  output_refs: texts,
  parent_ids: texts,
  thread_ids: texts,
  trace_ids: texts,
  trace_roots_only: z.boolean().nullish(),
  turn_ids: texts,
  wb_run_ids: texts,
  wb_user_ids: texts,
});

export const SORT = z.array(
  z.object({
    field: z.string(),
    direction: z
      .string()
      .transform((direction) => direction.toLowerCase())
      .pipe(z.enum(['asc', 'desc'])),
  }),
);

/** Which rows of feedback or of prices are asked for. */
export const ROWS_QUERY = z.object({
  project_id: z.string(),
  fields: z.array(z.string()).nullish(),
  query: z.unknown().optional(),
  limit: z.number().int().nonnegative().nullish(),
  offset: z.number().int().nonnegative().nullish(),
  sort_by: SORT.nullish(),
});

/** Which of them go; the query names them by id (`idsInQuery`). */
export const PURGE = z.object({ project_id: z.string(), query: z.unknown().optional() });

const count = z.number().int().nonnegative().nullish();
const flag = z.boolean().nullish();

export const CALLS_QUERY = z.object({
  project_id: z.string(),
  filter: FILTER.nullish(),
  query: z.unknown().optional(),
  columns: texts,
  expand_columns: texts,
  return_expanded_column_values: flag,
  include_costs: flag,
  include_feedback: flag,
  include_storage_size: flag,
  include_total_storage_size: flag,
  include_usernames: flag,
  sort_by: SORT.nullish(),
  limit: count,
  offset: count,
});

export function toFilter(filter: z.output<typeof FILTER> | null | undefined): CallFilter {
  if (!filter) return {};
  return given({
    callIds: filter.call_ids,
    inputRefs: filter.input_refs,
    opNames: filter.op_names,
    outputRefs: filter.output_refs,
    parentIds: filter.parent_ids,
    threadIds: filter.thread_ids,
    traceIds: filter.trace_ids,
    turnIds: filter.turn_ids,
    wbRunIds: filter.wb_run_ids,
    userIds: filter.wb_user_ids,
    rootsOnly: filter.trace_roots_only,
  });
}

/** The question as the domain asks it. */
export function toCallQuery(asked: z.output<typeof CALLS_QUERY>): CallQuery {
  const { query } = asked;
  return {
    filter: toFilter(asked.filter),
    ...(query !== null && query !== undefined && { query }),
    ...given({
      columns: asked.columns,
      expandColumns: asked.expand_columns,
      includesCosts: asked.include_costs,
      includesFeedback: asked.include_feedback,
      includesStorageSize: asked.include_storage_size,
      includesTotalStorageSize: asked.include_total_storage_size,
      sort: asked.sort_by,
      limit: asked.limit,
      offset: asked.offset,
    }),
    returnsExpanded: asked.return_expanded_column_values ?? true,
  };
}
