import {
  ArtifactDiff,
  ArtifactEntry,
  ArtifactFolder,
  ArtifactVersionChange,
  ArtifactVersionDetail,
} from '@runloom/model';
import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { entryView, findVersion, versionDetail } from './artifact-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const VERSION = '/projects/{entity}/{project}/artifacts/{artifact}/versions/{version}';

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(5000).default(500),
  cursor: z.string().max(4096).optional(),
});

/** One version: what it is, what it holds, how it differs from another, and its end. */
export function artifactVersionRoutes(deps: ApiDeps): ApiRoute[] {
  const { artifacts } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: VERSION,
      summary: 'One version of an artifact, by v3, alias or digest',
      policy: 'checked-by-domain',
      answer: { json: ArtifactVersionDetail },
      async handle({ actor, params }) {
        const { project, membership } = await findVersion(deps, actor, params);
        return versionDetail(deps, actor, project, membership);
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: VERSION,
      summary: 'Change the description, metadata, tags or time to live of a version',
      policy: 'checked-by-domain',
      body: ArtifactVersionChange,
      answer: { json: ArtifactVersionDetail },
      async handle({ actor, params, body }) {
        const { project, membership } = await findVersion(deps, actor, params);
        const { id } = membership.version;
        const { description, metadata, tags, ttlSeconds } = body;
        const known = tags === undefined ? [] : await artifacts.tagsOf(id);
        await artifacts.updateVersion(actor, id, {
          ...(description !== undefined && { description }),
          ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
          ...(ttlSeconds !== undefined && { ttlSeconds: ttlSeconds ?? -2 }),
          ...(tags !== undefined && {
            tagsToAdd: tags,
            tagsToDelete: known.filter((tag) => !tags.includes(tag)),
          }),
        });
        const after = await findVersion(deps, actor, params);
        return versionDetail(deps, actor, project, after.membership);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: VERSION,
      summary: 'Move a version to the trash; out of a portfolio it is only taken',
      policy: 'checked-by-domain',
      query: z.object({ aliases: z.enum(['keep', 'delete']).default('keep') }),
      answer: 'nothing',
      async handle({ actor, params, query }) {
        const { membership } = await findVersion(deps, actor, params, 'write');
        const { version, collection } = membership;
        if (collection.kind === 'portfolio') {
          await artifacts.unlink(actor, version.id, collection.id);
        } else {
          await artifacts.removeVersion(actor, version.id, {
            deleteAliases: query.aliases === 'delete',
          });
        }
      },
    }),
    ...(['PUT', 'DELETE'] as const).map((method) =>
      defineRoute({
        method,
        path: `${VERSION}/aliases/{alias}`,
        summary:
          method === 'PUT'
            ? 'Give a version an alias; whichever had it loses it'
            : 'Take an alias off a version',
        policy: 'checked-by-domain',
        answer: 'nothing',
        async handle({ actor, params }) {
          const { project, membership } = await findVersion(deps, actor, params, 'write');
          const change = method === 'PUT' ? artifacts.addAliases : artifacts.deleteAliases;
          await change(actor, membership.version.id, [
            {
              alias: params.alias,
              entityName: project.entityName,
              projectName: project.name,
              collectionName: membership.collection.name,
            },
          ]);
        },
      }),
    ),
    defineRoute({
      method: 'GET',
      path: `${VERSION}/files`,
      summary: 'Files and folders right below a folder of a version',
      policy: 'checked-by-domain',
      query: Page.extend({
        folder: z.string().max(1024).default(''),
        search: z.string().max(1024).optional(),
      }),
      answer: { json: ArtifactFolder },
      async handle({ actor, params, query }) {
        const { version } = (await findVersion(deps, actor, params)).membership;
        if (query.search) {
          const { entries, nextCursor } = await artifacts.searchEntries(version, {
            text: query.search,
            first: query.limit,
            after: query.cursor ?? null,
          });
          const files = entries.map((entry) => entryView(deps, version, entry));
          return { folders: [], files, nextCursor };
        }
        const { folders, files, nextCursor } = await artifacts.listFolder(version, {
          folder: query.folder,
          first: query.limit,
          after: query.cursor ?? null,
        });
        return {
          folders: [...folders],
          files: files.map((entry) => entryView(deps, version, entry)),
          nextCursor,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${VERSION}/entry`,
      summary: 'One file or reference of a version, by its path',
      policy: 'checked-by-domain',
      query: z.object({ path: z.string().min(1).max(4096) }),
      answer: { json: ArtifactEntry },
      async handle({ actor, params, query }) {
        const { version } = (await findVersion(deps, actor, params)).membership;
        const entry = await artifacts.findEntry(version, query.path);
        if (entry === null) throw notFound(`The file ${query.path}`);
        return entryView(deps, version, entry);
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${VERSION}/diff`,
      summary: 'Files that are other than in another version of the artifact, by digest',
      policy: 'checked-by-domain',
      query: Page.extend({ with: z.string().min(1).max(128) }),
      answer: { json: ArtifactDiff },
      async handle({ actor, params, query }) {
        const { membership: after } = await findVersion(deps, actor, params);
        const other = { ...params, version: query.with };
        const { membership: before } = await findVersion(deps, actor, other);
        const diff = await artifacts.diff(before.version, after.version, {
          first: query.limit,
          after: query.cursor ?? null,
        });
        return {
          ...diff,
          before: `v${before.index}`,
          after: `v${after.index}`,
          entries: diff.entries.map((entry) => ({
            path: entry.path,
            change: entry.change,
            before: entry.before && entryView(deps, before.version, entry.before),
            after: entry.after && entryView(deps, after.version, entry.after),
          })),
        };
      },
    }),
  ];
}
