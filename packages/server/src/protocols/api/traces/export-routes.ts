import { Readable } from 'node:stream';
import { CallSelection, type ExactJson, oneLine, stringifyExact } from '@runloom/model';
import { z } from 'zod';
import type { Call } from '../../../domains/calls/index.ts';
import { csvLine } from '../csv.ts';
import type { ApiDeps } from '../deps.ts';
import { readQueryJson } from '../query-json.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { columnOf, isoTime } from './call-row.ts';
import { ROW_COLUMNS, sortOf } from './list-routes.ts';
import { opNameOf, userNames } from './names.ts';
import { queryOfSelection, without } from './selection.ts';
import { modelsOf, totalOf } from './usage.ts';

const ExportQuery = z.object({
  format: z.enum(['jsonl', 'csv']),
  /** A `CallSelection` as JSON. */
  selection: z.string().max(200_000).default('{}'),
  /** JSON lists: ids of chosen calls, of those to be left out, columns beside the usual ones, fields to sort by. */
  ids: z.string().max(1_000_000).optional(),
  except: z.string().max(1_000_000).optional(),
  columns: z.string().max(100_000).optional(),
  sort: z.string().max(10_000).optional(),
});

const Texts = z.array(z.string());
const Sort = z.array(z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) })).max(4);

/** Calls as a file, in the order of the list. */
export function callExportRoutes({ accounts, projects, calls }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/calls/export',
      summary: 'All calls that a selection means, as JSON lines (whole) or CSV (chosen columns)',
      policy: 'checked-by-domain',
      query: ExportQuery,
      answer: { media: 'application/octet-stream' },
      async handle({ actor, params, query, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const selection = readQueryJson('selection', CallSelection, query.selection);
        const ids = readQueryJson('ids', Texts, query.ids ?? '[]');
        const except = readQueryJson('except', Texts, query.except ?? '[]');
        const columns = readQueryJson('columns', Texts, query.columns ?? '[]');
        const isCsv = query.format === 'csv';
        const asked = await queryOfSelection(accounts, project, selection);
        const found = calls.query(project.id, {
          ...asked,
          filter: { ...asked.filter, ...(ids.length === 0 ? {} : { callIds: ids }) },
          sort: sortOf(readQueryJson('sort', Sort, query.sort ?? '[]')),
          includesCosts: true,
          ...(isCsv ? { columns: [...new Set([...ROW_COLUMNS, ...columns])] } : {}),
        });
        const pages = without(found, except);
        const name = params.project.replace(/[^\w.-]+/g, '_').slice(0, 100);
        reply.type(isCsv ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8');
        reply.header('Content-Disposition', `attachment; filename="${name}-calls.${query.format}"`);
        const namesOf = (page: readonly Call[]) =>
          userNames(
            accounts,
            page.map(({ userId }) => userId),
          );
        return Readable.from(isCsv ? csvLines(pages, columns, namesOf) : jsonLines(pages, namesOf));
      },
    }),
  ];
}

type NamesOf = (page: readonly Call[]) => Promise<ReadonlyMap<string | null, string>>;
type Pages = AsyncIterable<readonly Call[]>;

/** Columns that every call has, in the order of the file. */
const OWN: readonly (readonly [title: string, of: (call: Call) => ExactJson])[] = [
  ['id', ({ id }) => id],
  ['trace_id', ({ traceId }) => traceId],
  ['parent_id', ({ parentId }) => parentId],
  ['name', ({ traceName }) => traceName],
  ['op', ({ opName }) => opNameOf(opName)],
  ['status', ({ status }) => status],
  ['started_at', ({ startedAt }) => isoTime(startedAt)],
  ['ended_at', ({ endedAt }) => isoTime(endedAt)],
  ['latency_ms', ({ latencyMs }) => latencyMs],
  ['exception', ({ exception }) => exception],
  ['thread_id', ({ threadId }) => threadId],
  ['tokens', (call) => totalOf(modelsOf(call)).tokens],
  ['cost', (call) => totalOf(modelsOf(call)).cost],
  ['inputs', ({ inputs }) => inputs],
  ['output', ({ output }) => output],
];

async function* csvLines(
  pages: Pages,
  columns: readonly string[],
  namesOf: NamesOf,
): AsyncGenerator<string> {
  yield csvLine([...OWN.map(([title]) => title), 'user', ...columns]);
  for await (const page of pages) {
    const users = await namesOf(page);
    const lines = page.map((call) =>
      csvLine([
        ...OWN.map(([, of]) => of(call)),
        users.get(call.userId) ?? null,
        ...columns.map((column) => cellOf(columnOf(call, column))),
      ]),
    );
    yield lines.join('');
  }
}

/** What is nested stands in its cell as JSON. */
function cellOf(value: ExactJson | undefined): ExactJson | undefined {
  return value instanceof Map || Array.isArray(value) ? stringifyExact(value) : value;
}

async function* jsonLines(pages: Pages, namesOf: NamesOf): AsyncGenerator<string> {
  for await (const page of pages) {
    const users = await namesOf(page);
    yield page.map((call) => jsonLine(call, users.get(call.userId) ?? null)).join('');
  }
}

/** The texts of its JSON stand in the line as they were sent, so that no digit is lost. */
function jsonLine(call: Call, user: string | null): string {
  const {
    inputs: _inputs,
    output: _output,
    ...own
  } = Object.fromEntries(OWN.map(([title, of]) => [title, of(call)]));
  const head = JSON.stringify({ ...own, user, op_name: call.opName, wb_run_id: call.wbRunId });
  const parts = (['attributes', 'inputs', 'output', 'summary'] as const).map(
    (part) => `${JSON.stringify(part)}:${oneLine(call[part] || 'null')}`,
  );
  return `${head.slice(0, -1)},${parts.join(',')}}\n`;
}
