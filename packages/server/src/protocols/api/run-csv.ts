import { Readable } from 'node:stream';
import {
  AlsoFromText,
  type ExactJson,
  parseExactJson,
  parseRunField,
  parseRunFilter,
  parseRunOrder,
  type RunField,
} from '@runloom/model';
import { z } from 'zod';
import type { RunId, RunRow, Runs } from '../../domains/runs/index.ts';
import { invalid } from '../../platform/errors.ts';
import { csvLine } from './csv.ts';
import type { ApiDeps } from './deps.ts';
import { readable } from './readable.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findListing, type Listing } from './run-listing.ts';

const CSV = 'text/csv; charset=utf-8';
const ROWS_AT_ONCE = 500;
/** More runs than any project has; a list of their ids is kept while the file is written. */
const MOST_RUNS = 1_000_000;

const CsvQuery = z.object({
  also: AlsoFromText,
  filter: z.string().max(200_000).optional(),
  /** Fields joined by commas are ambiguous, since keys may hold some: a JSON list of texts. */
  order: z.string().max(20_000).optional(),
  columns: z.string().max(100_000).optional(),
});

/** The table of runs as a file. */
export function runCsvRoutes(deps: ApiDeps): ApiRoute[] {
  const { runs } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/runs/csv',
      summary:
        'All runs that a filter means with chosen columns, as CSV; `order` and `columns` are JSON lists',
      policy: 'checked-by-domain',
      query: CsvQuery,
      answer: { media: CSV },
      async handle({ actor, params, query, reply }) {
        const listing = await findListing(deps, actor, params, query.also);
        const { projects } = listing;
        const filter = readable(() => parseRunFilter(query.filter));
        const orders = readable(() => textsOf('order', query.order).map(parseRunOrder));
        const names = textsOf('columns', query.columns);
        const columns = readable(() => names.map(parseRunField));
        const ids = await runs.listIds(projects, { filter, orders, skip: 0, limit: MOST_RUNS });
        const name = params.project.replace(/[^\w.-]+/g, '_').slice(0, 100);
        reply.type(CSV);
        reply.header('Content-Disposition', `attachment; filename="${name}-runs.csv"`);
        return Readable.from(lines(runs, listing, ids, names, columns));
      },
    }),
  ];
}

const OWN_COLUMNS: readonly {
  readonly title: string;
  readonly of: (row: RunRow) => ExactJson;
}[] = [
  { title: 'id', of: ({ name }) => name },
  { title: 'name', of: ({ displayName }) => displayName },
  { title: 'state', of: ({ state }) => state },
  { title: 'user', of: ({ user }) => user },
  { title: 'created', of: ({ createdAt }) => new Date(createdAt).toISOString() },
  { title: 'runtime_seconds', of: ({ durationMs }) => durationMs / 1000 },
  { title: 'tags', of: ({ tags }) => tags.join(', ') },
  { title: 'group', of: ({ group }) => group },
  { title: 'job_type', of: ({ jobType }) => jobType },
];

async function* lines(
  runs: Pick<Runs, 'rowsOf'>,
  { projects, projectOf }: Listing,
  ids: readonly RunId[],
  names: readonly string[],
  columns: readonly RunField[],
): AsyncGenerator<string> {
  // Of one project it would say the same in each line.
  const own =
    projects.length > 1 ? [{ title: 'project', of: projectOf }, ...OWN_COLUMNS] : OWN_COLUMNS;
  yield csvLine([...own.map(({ title }) => title), ...names]);
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    const rows = await runs.rowsOf(projects, ids.slice(from, from + ROWS_AT_ONCE), columns);
    yield rows.map((row) => csvLine([...own.map(({ of }) => of(row)), ...row.values])).join('');
  }
}

/** @throws RunloomError('invalid') */
function textsOf(name: string, json: string | undefined): readonly string[] {
  if (json === undefined || json === '') return [];
  let value: unknown;
  try {
    value = parseExactJson(json);
  } catch {
    value = null;
  }
  const texts = z.array(z.string()).safeParse(value);
  if (!texts.success) throw invalid(`${name} must be a JSON list of texts, like ["config.lr"].`);
  return texts.data;
}
