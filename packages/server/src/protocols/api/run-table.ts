import {
  AlsoFromText,
  type CellValue,
  describeField,
  type ExactJson,
  type GroupStatistics,
  parseRunField,
  parseRunFilter,
  parseRunOrder,
  type RunField,
  RunFields,
  type RunFilter,
  RunGroups,
  RunGroupsRequest,
  RunRows,
  RunRowsRequest,
  type RunRowView,
  RunTexts,
  toApiJson,
} from '@runloom/model';
import { z } from 'zod';
import type { ExtremesByRun } from '../../domains/metrics/index.ts';
import {
  type Moments,
  type Run,
  type RunGroup,
  type RunRow,
  sampleDeviation,
} from '../../domains/runs/index.ts';
import type { ApiDeps } from './deps.ts';
import { readable } from './readable.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findListing, findRuns, type Listing } from './run-listing.ts';
import { metricsOf } from './run-view.ts';

const FieldsQuery = z.object({
  also: AlsoFromText,
  search: z.string().max(1_000).default(''),
  source: z.enum(['config', 'summary']).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const TextsQuery = z.object({
  also: AlsoFromText,
  field: z.string().min(1).max(2_000),
  search: z.string().max(1_000).default(''),
  limit: z.coerce.number().int().min(1).max(200).default(30),
});

interface Column {
  readonly field: RunField;
  readonly statistic: 'last' | 'min' | 'max' | 'mean';
}

/** Runs as rows of a table with chosen columns, in groups, and what columns there are. */
export function runTableRoutes(deps: ApiDeps): ApiRoute[] {
  const { runs, metrics } = deps;

  /** The rows with the extremes of metrics where columns ask for them. */
  async function shape(
    { projects, nameOf }: Listing,
    rows: readonly RunRow[],
    columns: readonly Column[],
    withMetrics: boolean,
  ): Promise<RunRowView[]> {
    const keys = columns.flatMap(({ field, statistic }) =>
      statistic !== 'last' && field.kind === 'summary' ? [field.path] : [],
    );
    const needsRuns = withMetrics || keys.length > 0;
    const whole: Run[] = [];
    for (const project of needsRuns ? projects : []) {
      const own = rows.filter(({ projectId }) => projectId === project.id);
      const names = own.map(({ name }) => name);
      if (names.length > 0) whole.push(...(await runs.findMany(project, names)));
    }
    const extremes = await metrics.extremes(keys.length > 0 ? whole : [], [...new Set(keys)]);
    const byId = new Map(whole.map((run) => [run.id, run]));
    return rows.map((row) =>
      rowView(row, nameOf(row), columns, extremes, withMetrics ? byId.get(row.id) : undefined),
    );
  }

  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/runs/rows',
      summary:
        'Runs as lean rows with chosen columns, filtered, sorted by several fields, from anywhere in the list',
      policy: 'checked-by-domain',
      reads: true,
      body: RunRowsRequest,
      answer: { json: RunRows },
      async handle({ actor, params, body }) {
        const listing = await findListing(deps, actor, params, body.alsoFrom);
        const { projects } = listing;
        const filter = filterOf(body.filter);
        const columns = readable(() =>
          body.columns.map(({ field, statistic }) => ({ field: parseRunField(field), statistic })),
        );
        const fields = columns.map(({ field }) => field);
        if (body.runs !== undefined) {
          const [home] = projects;
          const named = await findRuns(deps, actor, home, body.runs);
          const ids = named.runs.map(({ id }) => id);
          const rows = await runs.rowsOf(named.projects, ids, fields);
          return {
            rows: await shape(named, rows, columns, body.withMetrics),
            totalCount: rows.length,
          };
        }
        const orders = readable(() => body.order.map(parseRunOrder));
        const { skip, limit } = body;
        const [rows, totalCount] = await Promise.all([
          runs.listRows(projects, { filter, orders, columns: fields, skip, limit }),
          runs.count(projects, filter),
        ]);
        return { rows: await shape(listing, rows, columns, body.withMetrics), totalCount };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/runs/groups',
      summary:
        'Runs grouped by a value, with mean, deviation, least and most of columns over all runs of each group',
      policy: 'checked-by-domain',
      reads: true,
      body: RunGroupsRequest,
      answer: { json: RunGroups },
      async handle({ actor, params, body }) {
        const { projects } = await findListing(deps, actor, params, body.alsoFrom);
        const { by, columns } = readable(() => ({
          by: parseRunField(body.by),
          columns: body.columns.map(parseRunField),
        }));
        const groups = await runs.listGroups(projects, {
          filter: filterOf(body.filter),
          by,
          columns,
        });
        const sorted = sortGroups(groups, body.order);
        return {
          totalCount: groups.length,
          groups: sorted
            .slice(body.skip, body.skip + body.limit)
            .map(({ key, count, moments }) => ({
              key: toCell(key) as number | string | null,
              count,
              statistics: moments.map((one) => (one === null ? null : statisticsView(one))),
            })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/run-fields',
      summary: 'Keys of the configs and summaries of a project’s runs, by name',
      policy: 'checked-by-domain',
      query: FieldsQuery,
      answer: { json: RunFields },
      async handle({ actor, params, query }) {
        const { projects } = await findListing(deps, actor, params, query.also);
        const { search, source = null, limit } = query;
        const { paths, hasMore } = await runs.listPaths(projects, { search, source, limit });
        return {
          hasMore,
          fields: paths.map((path) => ({
            ...path,
            field: describeField({ kind: path.source, path: path.path }).replace(
              /^summary_metrics\./,
              'summary.',
            ),
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/run-values',
      summary: 'Texts that runs of a project have in a field, by name',
      policy: 'checked-by-domain',
      query: TextsQuery,
      answer: { json: RunTexts },
      async handle({ actor, params, query }) {
        const { projects } = await findListing(deps, actor, params, query.also);
        const field = readable(() => parseRunField(query.field));
        return { texts: [...(await runs.listTexts(projects, field, query))] };
      },
    }),
  ];
}

/** @throws RunloomError('invalid') */
export function filterOf(filter: Readonly<Record<string, unknown>> | undefined): RunFilter {
  return readable(() => parseRunFilter(filter === undefined ? null : JSON.stringify(filter)));
}

function rowView(
  row: RunRow,
  name: string,
  columns: readonly Column[],
  extremes: ExtremesByRun,
  run: Run | undefined,
): RunRowView {
  const { id, projectId: _, tags, values, ...rest } = row;
  const cells = columns.map(({ field, statistic }, index): CellValue => {
    if (statistic === 'last' || field.kind !== 'summary') return toCell(values[index] ?? null);
    return toCell(extremes.get(id)?.get(field.path)?.[statistic] ?? null);
  });
  return {
    ...rest,
    name,
    serial: id,
    tags: [...tags],
    values: cells,
    ...(run === undefined ? {} : { metrics: metricsOf(run) }),
  };
}

/** A plain value as the API sends it. */
export const toCell = (value: ExactJson): CellValue => toApiJson(value) as CellValue;

function statisticsView(moments: Moments): GroupStatistics {
  const { count, mean, min, max } = moments;
  return {
    count,
    mean: toCell(mean),
    deviation: toCell(sampleDeviation(moments)),
    min: toCell(min),
    max: toCell(max),
  };
}

/** Groups without what is sorted by come last in both directions; of equals the larger group is first. */
function sortGroups(groups: readonly RunGroup[], order: string): readonly RunGroup[] {
  const name = order.replace(/^-/, '');
  const sign = order.startsWith('-') ? -1 : 1;
  const sortedBy = ({ key, count, moments }: RunGroup): number | string | null => {
    if (name === 'key') return key;
    return name === 'count' ? count : (moments[Number(name)]?.mean ?? null);
  };
  const rank = (value: number | string | null): number =>
    value === null ? 2 : typeof value === 'number' ? 0 : 1;
  return groups.toSorted((a, b) => {
    const [left, right] = [sortedBy(a), sortedBy(b)];
    const difference = rank(left) - rank(right);
    if (difference !== 0) return difference;
    if (left === right || left === null || right === null) return b.count - a.count;
    return left < right ? -sign : sign;
  });
}
