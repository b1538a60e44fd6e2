import { itemTexts, memberText, stringOf } from '@runloom/model';
import { z } from 'zod';
import type { TableChange, TableQuery } from '../../domains/objects/index.ts';
import { SORT } from './calls/query-schema.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { SchemaError } from './errors.ts';
import { openProject } from './projects.ts';
import { given, JsonAnswer, post, type WeaveRoute } from './route.ts';

const OF_DIGESTS = z.object({
  project_id: z.string(),
  row_digests: z.array(z.string()),
  expected_digest: z.string().nullish(),
});

const QUERY = z.object({
  project_id: z.string(),
  digest: z.string(),
  filter: z.object({ row_digests: z.array(z.string()).nullish() }).nullish(),
  limit: z.number().int().nonnegative().nullish(),
  offset: z.number().int().nonnegative().nullish(),
  sort_by: SORT.nullish(),
});

const STATS = z.object({ project_id: z.string(), digest: z.string() });
const STATS_BATCH = z.object({
  project_id: z.string(),
  digests: z.array(z.string()).nullish(),
  include_storage_size: z.boolean().nullish(),
});

/** Tables of rows, which datasets and results of evaluations refer to. */
export function tableRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { objects } = deps;
  return [
    post('/table/create', async ({ actor, text }) => {
      const table = memberText(text(), 'table') ?? '';
      const rows = memberText(table, 'rows');
      if (rows?.charCodeAt(0) !== 91) {
        throw new SchemaError('table.rows is a list of objects.', 'table.rows');
      }
      const project = await openProject(deps, actor, projectIn(table), 'write');
      const { digest, rowDigests } = await objects.createTable(
        project.id,
        [...itemTexts(rows)].map((row, place) => objectRow(row, `table.rows.${place}`)),
        stringOf(memberText(table, 'expected_digest')),
      );
      return { digest, row_digests: rowDigests };
    }),
    post('/table/create_from_digests', async ({ actor, body }) => {
      const { project_id, row_digests, expected_digest } = body(OF_DIGESTS);
      const project = await openProject(deps, actor, project_id, 'write');
      return objects.createTableOfDigests(project.id, row_digests, expected_digest ?? null);
    }),
    post('/table/update', async ({ actor, text }) => {
      const body = text();
      const base = stringOf(memberText(body, 'base_digest'));
      if (base === null) throw new SchemaError('base_digest is missing.', 'base_digest');
      const changes = [...itemTexts(memberText(body, 'updates') ?? '')].map(readChange);
      const project = await openProject(deps, actor, projectIn(body), 'write');
      const { digest, rowDigests } = await objects.updateTable(project.id, base, changes);
      return { digest, updated_row_digests: rowDigests };
    }),
    post('/table/query', async ({ actor, body }) => {
      const asked = body(QUERY);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const query: TableQuery = given({
        rowDigests: asked.filter?.row_digests,
        sort: asked.sort_by,
        limit: asked.limit,
        offset: asked.offset,
      });
      const rows: string[] = [];
      for await (const page of objects.queryTable(project.id, asked.digest, query)) {
        for (const { digest, value, index } of page) {
          rows.push(
            `{"digest":${JSON.stringify(digest)},"val":${value},"original_index":${index}}`,
          );
        }
      }
      return new JsonAnswer(`{"rows":[${rows.join(',')}]}`);
    }),
    post('/table/query_stats', async ({ actor, body }) => {
      const { project_id, digest } = body(STATS);
      const project = await openProject(deps, actor, project_id, 'read');
      const [table] = await objects.tables(project.id, [digest]);
      return { count: table?.rowCount ?? 0 };
    }),
    post('/table/query_stats_batch', async ({ actor, body }) => {
      const { project_id, digests, include_storage_size } = body(STATS_BATCH);
      const project = await openProject(deps, actor, project_id, 'read');
      const tables = await objects.tables(project.id, digests ?? []);
      return {
        tables: tables.map(({ digest, rowCount, sizeBytes }) => ({
          digest,
          count: rowCount,
          ...(include_storage_size && { storage_size_bytes: sizeBytes }),
        })),
      };
    }),
  ];
}

function projectIn(body: string): string {
  const path = stringOf(memberText(body, 'project_id'));
  if (path !== null) return path;
  throw new SchemaError('project_id is missing, or no text.', 'project_id');
}

function objectRow(row: string, where: string): string {
  if (row.charCodeAt(0) === 123) return row;
  throw new SchemaError(`${where} is no object; the rows of a table are objects.`, where);
}

function readChange(update: string, place: number): TableChange {
  const where = `updates.${place}`;
  const append = memberText(update, 'append');
  if (append !== null) return { kind: 'append', row: rowOf(append, where) };
  const insert = memberText(update, 'insert');
  if (insert !== null) {
    return { kind: 'insert', index: indexOf(insert, where), row: rowOf(insert, where) };
  }
  const pop = memberText(update, 'pop');
  if (pop !== null) return { kind: 'pop', index: indexOf(pop, where) };
  throw new SchemaError(`${where} is none of append, pop and insert.`, where);
}

const rowOf = (change: string, where: string): string =>
  objectRow(memberText(change, 'row') ?? '', `${where}.row`);

function indexOf(change: string, where: string): number {
  const index = Number(memberText(change, 'index') ?? Number.NaN);
  if (Number.isSafeInteger(index)) return index;
  throw new SchemaError(`${where}.index is a whole number.`, where);
}
