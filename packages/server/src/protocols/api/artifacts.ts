import {
  ARTIFACT_SORTS,
  ArtifactCollectionChange,
  ArtifactCollectionDetail,
  ArtifactCollectionList,
  type ArtifactSort,
  ArtifactStorage,
  ArtifactTypeList,
  ArtifactVersionList,
  isMachineMadeType,
} from '@runloom/model';
import { z } from 'zod';
import type { Collection, CollectionFacts } from '../../domains/artifacts/index.ts';
import { notFound } from '../../platform/errors.ts';
import { collectionViews, findCollection, versionViews } from './artifact-views.ts';
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
        sort: z.enum(ARTIFACT_SORTS).default('created'),
        direction: z.enum(['ascending', 'descending']).default('descending'),
        /** What clients made by themselves: `without` it, or all. A type that is asked for is always there. */
        machineMade: z.enum(['with', 'without']).default('with'),
      }),
      answer: { json: ArtifactCollectionList },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const search = query.search?.toLowerCase() ?? '';
        const found = (await artifacts.listCollections(project)).filter(
          ({ name, typeName }) =>
            (query.type === undefined
              ? query.machineMade === 'with' || !isMachineMadeType(typeName)
              : typeName === query.type) && name.toLowerCase().includes(search),
        );
        const facts = NEED_FACTS.has(query.sort) ? await artifacts.collectionFacts(project) : null;
        const compare = orderBy(query.sort, facts ?? new Map());
        const sign = query.direction === 'ascending' ? 1 : -1;
        // Of equals the last made first, whatever the direction.
        found.sort((a, b) => sign * compare(a, b) || b.id - a.id);
        const start = Math.max(Number.parseInt(query.cursor ?? '0', 10) || 0, 0);
        const page = found.slice(start, start + query.limit);
        const end = start + page.length;
        return {
          collections: await collectionViews(deps, page, facts ?? undefined),
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
        const aliases = await artifacts.collectionAliases(collection.id);
        const [view] = await collectionViews(deps, [collection]);
        if (view === undefined) throw notFound(`The artifact ${params.artifact}`);
        return {
          ...view,
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
        const versions = await versionViews(deps, actor, page.memberships);
        return { versions, totalCount: page.totalCount, nextCursor: page.nextCursor };
      },
    }),
  ];
}

/** Sorted by what is read of all collections first. */
const NEED_FACTS: ReadonlySet<ArtifactSort> = new Set(['updated', 'versions', 'size']);

function orderBy(
  sort: ArtifactSort,
  facts: ReadonlyMap<Collection['id'], CollectionFacts>,
): (a: Collection, b: Collection) => number {
  const texts = new Intl.Collator('en', { numeric: true });
  const by = (value: (collection: Collection) => number) => (a: Collection, b: Collection) =>
    value(a) - value(b);
  switch (sort) {
    case 'name':
      return (a, b) => texts.compare(a.name, b.name);
    case 'type':
      return (a, b) => texts.compare(a.typeName, b.typeName) || texts.compare(a.name, b.name);
    case 'versions':
      return by(({ id }) => facts.get(id)?.versionCount ?? 0);
    case 'size':
      return by(({ id }) => facts.get(id)?.sizeBytes ?? 0);
    case 'updated':
      return by(({ id }) => facts.get(id)?.latest?.createdAt ?? 0);
    case 'created':
      return by(({ id }) => id);
  }
}
