import {
  CallCount,
  CallFields,
  CallRemoval,
  CallRows,
  CallRowsRequest,
  CallSelection,
  CallsRemoved,
  readCallField,
} from '@runloom/model';
import type { Call } from '../../../domains/calls/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { callRow } from './call-row.ts';
import { fieldsOf } from './field-names.ts';
import { userNames } from './names.ts';
import { queryOfSelection } from './selection.ts';

/** What rows show of every call. */
export const ROW_COLUMNS: readonly string[] = ['inputs', 'output', 'summary', 'exception'];
const COUNT_LIMIT = 10_000_000;
/** Of the newest calls, of which the paths are told. */
const CALLS_FOR_FIELDS = 50;
const REMOVED_AT_ONCE = 1_000;

/** Calls as rows of a list, how many there are, and what of them can be shown. */
export function callListRoutes({ accounts, projects, calls }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/rows',
      summary: 'Calls as rows with chosen columns, filtered and sorted, from anywhere in the list',
      policy: 'checked-by-domain',
      reads: true,
      body: CallRowsRequest,
      answer: { json: CallRows },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const query = await queryOfSelection(accounts, project, body);
        const columns = [...new Set([...ROW_COLUMNS, ...body.columns.map(storedPath)])];
        const pages = calls.query(project.id, {
          ...query,
          sort: sortOf(body.sort),
          offset: body.skip,
          limit: body.limit,
          columns,
          includesCosts: true,
        });
        const found = (await Array.fromAsync(pages)).flat();
        const users = await userNames(
          accounts,
          found.map(({ userId }) => userId),
        );
        return { rows: found.map((call) => callRow(call, users, body.columns)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/count',
      summary: 'How many calls a selection means',
      policy: 'checked-by-domain',
      reads: true,
      body: CallSelection,
      answer: { json: CallCount },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const query = await queryOfSelection(accounts, project, body);
        const { count, hasMore } = await calls.count(project.id, { ...query, limit: COUNT_LIMIT });
        return { count, hasMore };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/fields',
      summary:
        'Paths into inputs, output, attributes and summary that the newest of the calls have',
      policy: 'checked-by-domain',
      reads: true,
      body: CallSelection,
      answer: { json: CallFields },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const pages = calls.query(project.id, {
          ...(await queryOfSelection(accounts, project, body)),
          sort: sortOf([]),
          limit: CALLS_FOR_FIELDS,
          columns: ['inputs', 'output', 'attributes', 'summary'],
        });
        const found = (await Array.fromAsync(pages)).flat();
        return { fields: fieldsOf(found) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/remove',
      summary: 'Delete chosen calls, or all that a selection means, with all that they called',
      policy: 'checked-by-domain',
      body: CallRemoval,
      answer: { json: CallsRemoved },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        const ids =
          'ids' in body
            ? body.ids
            : await idsOf(
                calls.query(project.id, {
                  ...(await queryOfSelection(accounts, project, body.selection)),
                  columns: ['id'],
                }),
                new Set(body.except),
              );
        let count = 0;
        for (let from = 0; from < ids.length; from += REMOVED_AT_ONCE) {
          const part = ids.slice(from, from + REMOVED_AT_ONCE);
          count += await calls.remove(actor, project.id, part);
        }
        return { count };
      },
    }),
  ];
}

/** The sort that the store takes: newest first unless told, the id always last. @throws RunloomError('invalid') */
export function sortOf(sort: readonly { field: string; direction: 'asc' | 'desc' }[]) {
  const read = sort.map(({ field, direction }) => {
    const known = readCallField(field);
    if (known === null) throw invalid(`Calls can't be sorted by ${field}: there is no such field.`);
    return { field: known.path, direction };
  });
  return read.length > 0 ? read : [{ field: 'started_at', direction: 'desc' as const }];
}

const storedPath = (column: string): string => readCallField(column)?.path ?? column;

async function idsOf(
  pages: AsyncIterable<readonly Call[]>,
  except: ReadonlySet<string>,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of pages) {
    for (const { id } of page) if (!except.has(id)) ids.push(id);
  }
  return ids;
}
