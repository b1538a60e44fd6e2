import {
  ArtifactCollectionChange,
  ArtifactCollectionDetail,
  ArtifactCollectionList,
  ArtifactStorage,
  ArtifactTypeList,
  ArtifactVersionList,
} from '@runloom/model';
import { z } from 'zod';
import { collectionView, findCollection, versionView } from './artifact-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(1024).optional(),
});

/** Types and collections of artifacts, their versions, and the room they take. */
export function artifactRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, artifacts, projects } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/artifact-types',
      summary: 'Types of artifacts that a project has',
      policy: 'checked-by-domain',
      answer: { json: ArtifactTypeList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const types = await artifacts.listTypes(project);
        return {
          types: types.map(({ name, collectionCount, createdAt }) => ({
            name,
            collectionCount,
            createdAt,
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/artifacts',
      summary: 'Artifacts of a project, last made first; of one type, or with a text in the name',
      policy: 'checked-by-domain',
      query: Page.extend({
        type: z.string().max(128).optional(),
        search: z.string().max(128).optional(),
      }),
      answer: { json: ArtifactCollectionList },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const search = query.search?.toLowerCase() ?? '';
        const found = (await artifacts.listCollections(project)).filter(
          ({ name, typeName }) =>
            (query.type === undefined || typeName === query.type) &&
            name.toLowerCase().includes(search),
        );
        const start = Math.max(Number.parseInt(query.cursor ?? '0', 10) || 0, 0);
        const page = found.slice(start, start + query.limit);
        const tags = await artifacts.collectionTags(page.map(({ id }) => id));
        const end = start + page.length;
        return {
          collections: page.map((each) => collectionView(each, tags.get(each.id) ?? [])),
          totalCount: found.length,
          nextCursor: end < found.length ? String(end) : null,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/artifact-storage',
      summary: 'How much room the artifacts of a project take, by type and by artifact',
      policy: 'checked-by-domain',
      answer: { json: ArtifactStorage },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const { collections, types, ...sums } = await artifacts.storage(project);
        return {
          ...sums,
          types: [...types],
          collections: collections.map(({ typeName: type, ...use }) => ({ ...use, type })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/artifacts/{artifact}',
      summary: 'One artifact: a sequence of versions, or a portfolio',
      policy: 'checked-by-domain',
      answer: { json: ArtifactCollectionDetail },
      async handle({ actor, params }) {
        const { project, collection } = await findCollection(deps, actor, params);
        const tags = (await artifacts.collectionTags([collection.id])).get(collection.id) ?? [];
        const newest = await artifacts.listMembers(collection, { first: 1 });
        const aliases = await artifacts.collectionAliases(collection.id);
        const [latest] = newest.memberships;
        return {
          ...collectionView(collection, tags),
          versionCount: newest.totalCount,
          latest: latest ? `v${latest.index}` : null,
          aliases: aliases.map(({ alias }) => alias),
          canWrite: await accounts.may(actor, 'write', { kind: 'project', project }),
        };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/projects/{entity}/{project}/artifacts/{artifact}',
      summary: 'Change the name, type, description or tags of an artifact',
      policy: 'checked-by-domain',
      body: ArtifactCollectionChange,
      answer: 'nothing',
      async handle({ actor, params, body }) {
        const { collection } = await findCollection(deps, actor, params, 'write');
        const { name, description, type, tags } = body;
        if (name !== undefined || description !== undefined) {
          await artifacts.updateCollection(actor, collection.id, {
            ...(name !== undefined && { name }),
            ...(description !== undefined && { description }),
          });
        }
        if (type !== undefined) await artifacts.moveCollection(actor, collection.id, type);
        if (tags !== undefined) {
          const known = (await artifacts.collectionTags([collection.id])).get(collection.id) ?? [];
          const remove = known.filter((tag) => !tags.includes(tag));
          await artifacts.tagCollection(actor, collection.id, { add: tags, remove });
        }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/projects/{entity}/{project}/artifacts/{artifact}',
      summary: 'Move an artifact with all its versions to the trash; a portfolio loses its links',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const { collection } = await findCollection(deps, actor, params, 'write');
        await artifacts.removeCollection(actor, collection.id);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/artifacts/{artifact}/versions',
      summary: 'Versions of an artifact, newest first',
      policy: 'checked-by-domain',
      query: Page,
      answer: { json: ArtifactVersionList },
      async handle({ actor, params, query }) {
        const { collection } = await findCollection(deps, actor, params);
        const page = await artifacts.listMembers(collection, {
          first: query.limit,
          after: query.cursor ?? null,
        });
        const versions = await Promise.all(page.memberships.map((each) => versionView(deps, each)));
        return { versions, totalCount: page.totalCount, nextCursor: page.nextCursor };
      },
    }),
  ];
}
