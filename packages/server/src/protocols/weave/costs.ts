import {
  CallQueryError,
  evaluateQuery,
  parseQuery,
  type QueryExpression,
  type QueryValue,
} from '@runloom/model';
import { z } from 'zod';
import type { ModelPrice } from '../../domains/costs/index.ts';
import { invalid } from '../../platform/errors.ts';
import { PURGE, ROWS_QUERY, type SORT } from './calls/query-schema.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { idsInQuery } from './id-query.ts';
import { openProject } from './projects.ts';
import { post, type WeaveRoute } from './route.ts';
import { readTime, timeText } from './times.ts';

const price = z.number();
const CREATE = z.object({
  project_id: z.string(),
  costs: z.record(
    z.string(),
    z.object({
      prompt_token_cost: price,
      completion_token_cost: price,
      cache_read_input_token_cost: price.nullish(),
      cache_creation_input_token_cost: price.nullish(),
      prompt_token_cost_unit: z.literal('USD').nullish(),
      completion_token_cost_unit: z.literal('USD').nullish(),
      effective_date: z.unknown().optional(),
      provider_id: z.string().nullish(),
    }),
  ),
});

/** What tokens cost in a project: set, listed, taken away. */
export function costRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/cost/create', async ({ actor, body }) => {
      const { project_id, costs } = body(CREATE);
      const project = await openProject(deps, actor, project_id, 'write');
      const now = Date.now() * 1000;
      const prices = Object.entries(costs).map(([model, cost]) => ({
        model,
        providerId: cost.provider_id || 'default',
        effectiveAt: cost.effective_date ? readTime(cost.effective_date, 'effective_date') : now,
        promptCost: cost.prompt_token_cost,
        completionCost: cost.completion_token_cost,
        cacheReadCost: cost.cache_read_input_token_cost ?? 0,
        cacheCreationCost: cost.cache_creation_input_token_cost ?? 0,
      }));
      const created = await deps.costs.create(actor, project.id, prices);
      return { ids: created.map(({ id, model }) => [id, model]) };
    }),
    post('/cost/query', async ({ actor, body }) => {
      const asked = body(ROWS_QUERY);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const expression = readQuery(asked.query);
      const found = (await deps.costs.list(project.id)).filter(
        (row) => expression === null || evaluateQuery(expression, (field) => FIELDS[field](row)),
      );
      const offset = asked.offset ?? 0;
      const page = sorted(found, asked.sort_by ?? []).slice(
        offset,
        offset + (asked.limit ?? found.length),
      );
      return { results: page.map((row) => rowJson(row, asked.fields ?? null)) };
    }),
    post('/cost/purge', async ({ actor, body }) => {
      const { project_id, query } = body(PURGE);
      const ids = idsInQuery(query);
      const project = await openProject(deps, actor, project_id, 'write');
      await deps.costs.remove(project.id, ids);
      return {};
    }),
  ];
}

const text = (value: string): QueryValue => ({ kind: 'text', text: value });
const number = (value: number): QueryValue => ({ kind: 'number', number: value });

const FIELDS = {
  id: (row: ModelPrice) => text(row.id),
  llm_id: (row: ModelPrice) => text(row.model),
  provider_id: (row: ModelPrice) => text(row.providerId),
  pricing_level: (row: ModelPrice) => text(row.level),
  effective_date: (row: ModelPrice): QueryValue => ({ kind: 'time', micros: row.effectiveAt }),
  created_at: (row: ModelPrice): QueryValue => ({ kind: 'time', micros: row.createdAt }),
  created_by: (row: ModelPrice) => text(row.createdBy ?? ''),
  prompt_token_cost: (row: ModelPrice) => number(row.promptCost),
  completion_token_cost: (row: ModelPrice) => number(row.completionCost),
  cache_read_input_token_cost: (row: ModelPrice) => number(row.cacheReadCost),
  cache_creation_input_token_cost: (row: ModelPrice) => number(row.cacheCreationCost),
  prompt_token_cost_unit: () => text('USD'),
  completion_token_cost_unit: () => text('USD'),
} as const;
type CostField = keyof typeof FIELDS;

function toField(name: string): CostField {
  if (Object.hasOwn(FIELDS, name)) return name as CostField;
  throw new CallQueryError(
    `Costs have no field ${JSON.stringify(name)}. There are: ${Object.keys(FIELDS).join(', ')}.`,
  );
}

function readQuery(query: unknown): QueryExpression<CostField> | null {
  try {
    return parseQuery(query, toField);
  } catch (error) {
    if (error instanceof CallQueryError) throw invalid(error.message);
    throw error;
  }
}

function sorted(rows: readonly ModelPrice[], sort: z.output<typeof SORT>): readonly ModelPrice[] {
  const orders = sort.map(({ field, direction }) => {
    if (!Object.hasOwn(FIELDS, field)) {
      throw invalid(`Costs can't be sorted by ${JSON.stringify(field)}.`);
    }
    const read = FIELDS[field as CostField];
    return { read: (row: ModelPrice) => plain(read(row)), sign: direction === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { read, sign } of orders) {
      const [left, right] = [read(a), read(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}

function plain(value: QueryValue): string | number {
  if (value.kind === 'number') return value.number ?? 0;
  if (value.kind === 'time') return value.micros ?? 0;
  return value.kind === 'text' ? value.text : '';
}

function rowJson(row: ModelPrice, fields: readonly string[] | null): object {
  const all: Record<string, unknown> = {
    id: row.id,
    llm_id: row.model,
    provider_id: row.providerId,
    effective_date: timeText(row.effectiveAt),
    prompt_token_cost: row.promptCost,
    completion_token_cost: row.completionCost,
    cache_read_input_token_cost: row.cacheReadCost,
    cache_creation_input_token_cost: row.cacheCreationCost,
    prompt_token_cost_unit: 'USD',
    completion_token_cost_unit: 'USD',
  };
  if (fields === null) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.includes(name)));
}
