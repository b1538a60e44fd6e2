import type { ArtifactType, Collection } from '../../../domains/artifacts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { membershipSource } from './artifact-fields.ts';
import { collectionValue, readOrder, readRecordFilter, versionValue } from './artifact-records.ts';
import {
  type AliasSource,
  artifactSource,
  type CollectionSource,
  collectionId,
  collectionSource,
  getProject,
  readCollectionId,
  tagSource,
} from './artifact-sources.ts';
import { pageSize, sliceConnection } from './connection.ts';
import { type Context, nullWhenMissing, type Resolver } from './context.ts';
import { encodeGlobalId } from './global-id.ts';

type Maybe<T> = T | null | undefined;

interface ListArgs {
  readonly first?: Maybe<number>;
  readonly after?: Maybe<string>;
  readonly filters?: Maybe<string>;
  readonly order?: Maybe<string>;
  readonly name?: string;
  readonly aliasName?: string;
  readonly includeAll?: Maybe<boolean>;
}

const PAGE = 50;
const ALIAS_PAGE = 1000;

async function listCollections(
  project: Project,
  typeId: number | undefined,
  args: ListArgs,
  { deps }: Context,
) {
  const accepts = readRecordFilter(args.filters);
  const order = readOrder(args.order);
  const all = await deps.artifacts.listCollections(project, typeId);
  const tags =
    args.filters || order ? await deps.artifacts.collectionTags(all.map(({ id }) => id)) : null;
  const fieldOf = (collection: Collection, field: string) =>
    collectionValue(collection, tags?.get(collection.id) ?? [], field);
  const found = all.filter((collection) => accepts((field) => fieldOf(collection, field)));
  if (order) {
    const sign = order.isDescending ? -1 : 1;
    const keyOf = (collection: Collection) => String(fieldOf(collection, order.field) ?? '');
    found.sort((a, b) => (keyOf(a) < keyOf(b) ? -sign : keyOf(a) > keyOf(b) ? sign : a.id - b.id));
  }
  return sliceConnection(found.map(collectionSource), pageSize(args.first, PAGE), args.after);
}

interface TypeSource extends Pick<ArtifactType, 'id' | 'name' | 'description' | 'createdAt'> {
  readonly projectId: Project['id'];
}

const typeFields: Record<string, Resolver<TypeSource, ListArgs>> = {
  id: ({ id }) => encodeGlobalId('ArtifactType', id),
  name: ({ name }) => name,
  description: ({ description }) => description || null,
  createdAt: ({ createdAt }) => createdAt,
  artifactCollection: async ({ projectId, id }, { name = '' }, context) => {
    const project = await getProject(context, projectId);
    const collection = project && (await context.deps.artifacts.findCollection(project, name));
    return collection?.typeId === id ? collectionSource(collection) : null;
  },
  artifactCollections: async ({ projectId, id }, args, context) => {
    const project = await getProject(context, projectId);
    return project === null
      ? sliceConnection([], 0, null)
      : listCollections(project, id, args, context);
  },
};

/** What the client asks for when it asks for nothing: all versions that are whole, as there are here. */
const ALL = /^\s*(?:\{\s*\}|\{\s*"state"\s*:\s*"COMMITTED"\s*\})?\s*$/;

const collectionFields: Record<string, Resolver<CollectionSource, ListArgs>> = {
  id: ({ collection }) => collectionId(collection.id),
  name: ({ collection }) => collection.name,
  state: ({ collection }) => (collection.deletedAt === null ? 'READY' : 'DELETED'),
  description: async ({ collection }, _args, { deps, actor }) => {
    const found = await nullWhenMissing(deps.artifacts.getCollection(actor, collection.id, 'read'));
    const { description, isDescribed } = found?.collection ?? collection;
    return isDescribed ? description : description || null;
  },
  createdAt: ({ collection }) => collection.createdAt,
  updatedAt: ({ collection }) => collection.updatedAt,
  project: ({ collection }, _args, context) => getProject(context, collection.projectId),
  defaultArtifactType: ({ collection }) => ({
    id: collection.typeId,
    name: collection.typeName,
    description: '',
    createdAt: collection.createdAt,
    projectId: collection.projectId,
  }),
  tags: async ({ collection }, _args, { deps }) => {
    const tags = (await deps.artifacts.collectionTags([collection.id])).get(collection.id) ?? [];
    return { edges: tags.map((name) => ({ node: tagSource(name) })) };
  },
  aliases: async ({ collection }, args, { deps }) => {
    const aliases = await deps.artifacts.collectionAliases(collection.id);
    const sources = aliases.map((alias): AliasSource & { collection: Collection } => ({
      alias,
      collection,
    }));
    return sliceConnection(sources, pageSize(args.first, ALIAS_PAGE), args.after);
  },
  artifacts: async ({ collection }, args, { deps }) => {
    const order = readOrder(args.order);
    const accepts = ALL.test(args.filters ?? '') ? null : readRecordFilter(args.filters);
    const page = await deps.artifacts.listMembers(collection, {
      first: pageSize(args.first, PAGE),
      after: args.after ?? null,
      // Versions are numbered as they are made: every order by time is the order by number.
      oldestFirst: order !== null && !order.isDescending,
      ...(accepts && {
        accepts: (version, facts) => accepts((field) => versionValue(version, facts, field)),
      }),
    });
    return {
      edges: page.memberships.map(({ version, index }) => ({
        node: artifactSource(version),
        version: `v${index}`,
        cursor: String(index),
      })),
      pageInfo: { endCursor: page.nextCursor, hasNextPage: page.nextCursor !== null },
      totalCount: page.totalCount,
    };
  },
  artifactMembership: async ({ collection }, { aliasName = 'latest' }, { deps }) => {
    const found = await deps.artifacts.findMember(collection, aliasName);
    return found === null ? null : membershipSource(found);
  },
};

const projectFields: Record<string, Resolver<Project, ListArgs>> = {
  artifactType: async (project, { name = '' }, { deps }) => deps.artifacts.findType(project, name),
  artifactTypes: async (project, args, { deps }) => {
    const used = await deps.artifacts.listTypes(project);
    // A registry has types before anything is linked into it.
    const allowed = args.includeAll
      ? ((await deps.registries.settingsOf(project))?.types ?? [])
      : [];
    const names = new Set(used.map(({ name }) => name));
    const others = allowed
      .filter((name) => !names.has(name))
      .map((name) => ({
        id: 0,
        projectId: project.id,
        name,
        description: '',
        createdAt: project.createdAt,
      }));
    const all = [...used, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
    return sliceConnection(all, pageSize(args.first, PAGE), args.after);
  },
  artifactCollection: async (project, { name = '' }, { deps }) => {
    const collection = await deps.artifacts.findCollection(project, name);
    return collection && collectionSource(collection);
  },
  artifactCollections: (project, args, context) =>
    listCollections(project, undefined, args, context),
  artifactCollectionMembership: async (project, { name = '' }, { deps }) => {
    const found = await deps.artifacts.findMembership(project, name);
    return found && membershipSource(found);
  },
};

export const artifactCollectionResolvers = {
  Query: {
    artifactCollection: (async (_root, { id }, { deps, actor }) => {
      const found = await nullWhenMissing(
        deps.artifacts.getCollection(actor, readCollectionId(id), 'read'),
      );
      return found && collectionSource(found.collection);
    }) as Resolver<unknown, { id: string }>,
  },
  Project: projectFields,
  ArtifactType: typeFields,
  ArtifactSequence: {
    ...collectionFields,
    latestArtifact: (async ({ collection }, _args, { deps }) => {
      const latest = await deps.artifacts.latest(collection.id);
      return latest && artifactSource(latest);
    }) as Resolver<CollectionSource>,
    digestAlgorithm: (() => 'MANIFEST_MD5') as Resolver<CollectionSource>,
  },
  ArtifactPortfolio: collectionFields,
};
