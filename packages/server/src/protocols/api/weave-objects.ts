import {
  parseExactJson,
  toApiJson,
  WeaveObjectKind,
  WeaveObjectList,
  WeaveTableRows,
  WeaveVersionDetail,
  type WeaveVersionHead,
  WeaveVersionList,
} from '@runloom/model';
import { z } from 'zod';
import type { Accounts } from '../../domains/accounts/index.ts';
import { tableDigestOf } from '../../domains/datasets/index.ts';
import { mimeTypeOf } from '../../domains/files/index.ts';
import type { ObjectKind, Objects, ObjectVersion } from '../../domains/objects/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { notFound } from '../../platform/errors.ts';
import { contentHeaders } from '../wandb/transfers/content-headers.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { opNameOf } from './traces/names.ts';

const ADDRESS = '/projects/{entity}/{project}/weave-objects/{kind}/{name}';
const MOST_VERSIONS = 1_000;

/** Objects, ops and tables that clients of Weave published, for the pages. */
export function weaveObjectRoutes({ accounts, projects, objects, calls }: ApiDeps): ApiRoute[] {
  const find = projects.find.bind(projects);
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/weave-objects',
      summary: 'Objects and ops with their newest versions',
      policy: 'checked-by-domain',
      query: z.object({ kind: WeaveObjectKind.optional() }),
      answer: { json: WeaveObjectList },
      async handle({ actor, params, query: { kind } }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const found = await objects.summarize(project.id, kind === undefined ? {} : { kind });
        const names = await accounts.usernames(found.map(({ latest }) => latest.createdBy));
        const uses =
          kind === 'object' ? new Map<string, number>() : await lastUsesByName(calls, project.id);
        return {
          objects: found.map(({ latest, ...summary }) => ({
            ...summary,
            latest: headOf(latest, names),
            lastUsedAt: (summary.kind === 'op' ? uses.get(summary.name) : undefined) ?? null,
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: ADDRESS,
      summary: 'Versions of an object or an op, newest first',
      policy: 'checked-by-domain',
      answer: { json: WeaveVersionList },
      async handle({ actor, params }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const versions = await objects.query(project.id, {
          filter: { names: [params.name], kind: kindOf(params.kind) },
          sort: [{ field: 'created_at', direction: 'desc' }],
          limit: MOST_VERSIONS,
          metadataOnly: true,
          includesLabels: true,
        });
        if (versions.length === 0) throw notFound(`"${params.name}"`);
        const names = await accounts.usernames(versions.map(({ createdBy }) => createdBy));
        return { versions: versions.map((version) => headOf(version, names)) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${ADDRESS}/versions/{version}`,
      summary: 'A version of an object or an op, with the one before it',
      policy: 'checked-by-domain',
      answer: { json: WeaveVersionDetail },
      async handle({ actor, params }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const kind = kindOf(params.kind);
        const version = await objects.read(project.id, params.name, params.version, {
          kind,
          includesLabels: true,
        });
        const before = await previousOf(objects, version);
        return {
          ...headOf(version, await accounts.usernames([version.createdBy])),
          name: version.name,
          kind,
          baseClass: version.baseClass,
          ...(await contentOf(objects, version)),
          table: await tableOf(objects, project, version),
          previous:
            before === null
              ? null
              : {
                  versionIndex: before.versionIndex,
                  digest: before.digest,
                  ...(await contentOf(objects, before)),
                },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/weave-tables/{digest}',
      summary: 'Rows of a table, in its order or by a value',
      policy: 'checked-by-domain',
      query: z.object({
        offset: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        sort: z.string().min(1).max(2_000).optional(),
        direction: z.enum(['asc', 'desc']).default('asc'),
      }),
      answer: { json: WeaveTableRows },
      async handle({ actor, params, query: { offset, limit, sort, direction } }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const [table] = await objects.tables(project.id, [params.digest]);
        if (table === undefined) throw notFound('The table');
        const rows: WeaveTableRows['rows'] = [];
        const pages = objects.queryTable(project.id, params.digest, {
          offset,
          limit,
          ...(sort === undefined ? {} : { sort: [{ field: sort, direction }] }),
        });
        for await (const page of pages) {
          for (const row of page) rows.push({ ...row, value: apiValue(row.value) });
        }
        return { rowCount: table.rowCount, rows };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/weave-files/{digest}',
      summary: 'Bytes of a file that values name by its digest',
      policy: 'checked-by-domain',
      query: z.object({ name: z.string().max(512).optional() }),
      answer: { media: 'application/octet-stream' },
      async handle({ actor, params, query, reply }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const file = await objects.findFile(project.id, params.digest);
        if (file === null) throw notFound('The file of this digest');
        const name = query.name ?? file.name;
        const headers = contentHeaders({ name, mimeType: mimeTypeOf(name) });
        reply.headers({ ...headers, 'Accept-Ranges': 'none', 'Content-Length': file.sizeBytes });
        // A digest names the same bytes for ever.
        reply.header('Cache-Control', 'private, max-age=31536000, immutable');
        return objects.openFile(project.id, params.digest);
      },
    }),
  ];
}

function kindOf(text: string): ObjectKind {
  const kind = WeaveObjectKind.safeParse(text);
  if (kind.success) return kind.data;
  throw notFound(`The kind "${text}"`);
}

type Names = Awaited<ReturnType<Accounts['usernames']>>;

const headOf = (version: ObjectVersion, names: Names): WeaveVersionHead => ({
  digest: version.digest,
  versionIndex: version.versionIndex,
  isLatest: version.isLatest,
  leafClass: version.leafClass,
  sizeBytes: version.sizeBytes,
  createdAt: version.createdAt,
  createdBy: names.get(version.createdBy) ?? null,
  tags: [...(version.tags ?? [])],
  aliases: [...(version.aliases ?? [])],
});

const apiValue = (text: string): unknown => toApiJson(parseExactJson(text));

async function contentOf(objects: Pick<Objects, 'readOpSource'>, version: ObjectVersion) {
  const source = version.kind === 'op' ? await objects.readOpSource(version) : null;
  return { value: apiValue(version.value), source };
}

/** The newest of those before it that were not removed. */
async function previousOf(
  objects: Pick<Objects, 'query' | 'read'>,
  version: ObjectVersion,
): Promise<ObjectVersion | null> {
  if (version.versionIndex === 0) return null;
  const versions = await objects.query(version.projectId, {
    filter: { names: [version.name], kind: version.kind },
    metadataOnly: true,
  });
  const before = versions
    .filter(({ versionIndex }) => versionIndex < version.versionIndex)
    .toSorted((a, b) => b.versionIndex - a.versionIndex)[0];
  if (before === undefined) return null;
  return objects.read(version.projectId, version.name, before.digest, { kind: version.kind });
}

/** The table that a data set's `rows` name, in this project. */
async function tableOf(
  objects: Pick<Objects, 'tables'>,
  project: { readonly entityName: string; readonly name: string },
  version: ObjectVersion,
) {
  const digest = tableDigestOf(version.value.trim(), project);
  if (digest === null) return null;
  const [table] = await objects.tables(version.projectId, [digest]);
  return table === undefined ? null : { digest: table.digest, rowCount: table.rowCount };
}

/** In milliseconds, all versions of an op together. */
async function lastUsesByName(
  calls: ApiDeps['calls'],
  project: ProjectId,
): Promise<ReadonlyMap<string, number>> {
  const byName = new Map<string, number>();
  for (const [op, at] of await calls.lastUses(project)) {
    const name = opNameOf(op);
    byName.set(name, Math.max(byName.get(name) ?? 0, at / 1_000));
  }
  return byName;
}
