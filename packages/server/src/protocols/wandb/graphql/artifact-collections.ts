import {
  parseRecordFilter,
  RecordFilterError,
  type RecordPredicate,
  type RecordValue,
} from '@runloom/model';
import type { ArtifactType, Collection, Version } from '../../../domains/artifacts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { membershipSource } from './artifact-fields.ts';
import {
  type AliasSource,
  artifactSource,
  type CollectionSource,
  collectionId,
  collectionSource,
  getProject,
  readArtifactId,
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

/** The client's filter as a predicate. @throws RunloomError('invalid') */
export function readRecordFilter(text: Maybe<string>): RecordPredicate {
  try {
    return parseRecordFilter(text);
  } catch (error) {
    if (error instanceof RecordFilterError) throw invalid(error.message);
    throw error;
  }
}

/** `name`, `+name` and `-name`, in snake or camel case. */
export function readOrder(order: Maybe<string>): { field: string; isDescending: boolean } | null {
  const [, sign = '', name = ''] = /^([+-]?)([A-Za-z_]+)$/.exec(order ?? '') ?? [];
  if (name === '') {
    if (order) throw invalid(`${JSON.stringify(order)} is not a field to sort by.`);
    return null;
  }
  return { field: name.replaceAll('_', '').toLowerCase(), isDescending: sign === '-' };
}

export const iso = (millis: number): string =>
  new Date(millis).toISOString().replace(/\.\d+Z$/, 'Z');

/** A collection as filters and orders see it. */
export function collectionValue(
  collection: Collection,
  tags: readonly string[],
  field: string,
): RecordValue {
  switch (field.replaceAll('_', '').toLowerCase()) {
    case 'id':
      return collectionId(collection.id);
    case 'name':
      return collection.name;
    case 'description':
      return collection.description;
    case 'type':
    case 'artifacttype':
    case 'artifacttypename':
      return collection.typeName;
    case 'createdat':
      return iso(collection.createdAt);
    case 'updatedat':
      return iso(collection.updatedAt);
    case 'tag':
    case 'tags':
      return tags;
    case 'state':
      return 'READY';
    default:
      return undefined;
  }
}

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

/** A version as filters see it. */
export function versionValue(
  version: Version,
  facts: { tags: readonly string[]; aliases: readonly string[] },
  field: string,
): RecordValue {
  switch (field.replaceAll('_', '').toLowerCase()) {
    case 'state':
      return 'COMMITTED';
    case 'digest':
      return version.digest;
    case 'description':
      return version.description;
    case 'size':
      return version.sizeBytes;
    case 'filecount':
      return version.fileCount;
    case 'versionindex':
      return version.index;
    case 'createdat':
      return iso(version.createdAt);
    case 'updatedat':
      return iso(version.updatedAt);
    case 'tag':
    case 'tags':
      return facts.tags;
    case 'alias':
    case 'aliases':
      return facts.aliases;
    default:
      return undefined;
  }
}

/** What the client asks for when it asks for nothing: all versions that are whole, as there are here. */
const ALL = /^\s*(?:\{\s*\}|\{\s*"state"\s*:\s*"COMMITTED"\s*\})?\s*$/;

const collectionFields: Record<string, Resolver<CollectionSource, ListArgs>> = {
  id: ({ collection }) => collectionId(collection.id),
  name: ({ collection }) => collection.name,
  state: ({ collection }) => (collection.deletedAt === null ? 'READY' : 'DELETED'),
  description: async ({ collection }, _args, { deps, actor }) => {
    const found = await nullWhenMissing(deps.artifacts.getCollection(actor, collection.id, 'read'));
    return (found?.collection ?? collection).description || null;
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

interface ChangeInput {
  readonly name?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly artifactSequenceID?: string;
  readonly artifactPortfolioID?: string;
  readonly destinationArtifactTypeName?: string;
}

const idOf = ({ artifactSequenceID, artifactPortfolioID }: ChangeInput) =>
  readCollectionId(artifactSequenceID ?? artifactPortfolioID ?? '');

const update: Resolver<unknown, { input: ChangeInput }> = async (_root, { input }, context) => {
  const { name, description } = input;
  const change = {
    ...(typeof name === 'string' && { name }),
    ...(typeof description === 'string' && { description }),
  };
  const { deps, actor } = context;
  const collection = await deps.artifacts.updateCollection(actor, idOf(input), change);
  return { artifactCollection: collectionSource(collection) };
};

const remove: Resolver<unknown, { input: ChangeInput }> = async (_root, { input }, context) => {
  const collection = await context.deps.artifacts.removeCollection(context.actor, idOf(input));
  return { artifactCollection: collectionSource(collection) };
};

const moveArtifactSequence: Resolver<unknown, { input: ChangeInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const typeName = input.destinationArtifactTypeName ?? '';
  const collection = await deps.artifacts.moveCollection(actor, idOf(input), typeName);
  return { artifactCollection: collectionSource(collection) };
};

interface TagsInput {
  readonly artifactCollectionName: string;
  readonly entityName: string;
  readonly projectName: string;
  readonly tags: readonly { readonly tagName: string }[];
}

async function changeTags(input: TagsInput, how: 'add' | 'remove', { deps, actor }: Context) {
  const project = await deps.projects.find(actor, input.entityName, input.projectName, 'write');
  const name = input.artifactCollectionName;
  const collection = await deps.artifacts.findCollection(project, name);
  if (collection === null) throw invalid(`There is no artifact called ${name}.`);
  const tags = input.tags.map(({ tagName }) => tagName);
  return deps.artifacts.tagCollection(actor, collection.id, { [how]: tags });
}

interface LinkInput {
  readonly aliases?: Maybe<readonly { readonly alias: string }[]>;
  readonly artifactID?: Maybe<string>;
  readonly artifactPortfolioID?: Maybe<string>;
  readonly artifactPortfolioName?: Maybe<string>;
  readonly clientID?: Maybe<string>;
  readonly entityName?: Maybe<string>;
  readonly projectName?: Maybe<string>;
}

const linkArtifact: Resolver<unknown, { input: LinkInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const id = input.artifactID
    ? readArtifactId(input.artifactID)
    : await deps.artifacts.findByClientId(actor, input.clientID ?? '');
  if (id === null) throw invalid('The artifact that is to be linked was never logged here.');
  const target = input.artifactPortfolioID
    ? { portfolioId: readCollectionId(input.artifactPortfolioID) }
    : {
        entityName: input.entityName ?? '',
        projectName: input.projectName ?? '',
        portfolioName: input.artifactPortfolioName ?? '',
      };
  const aliases = (input.aliases ?? []).map(({ alias }) => alias);
  const membership = await deps.artifacts.link(actor, id, target, aliases);
  return { versionIndex: membership.index, artifactMembership: membershipSource(membership) };
};

const unlinkArtifact: Resolver<
  unknown,
  { input: { artifactID: string; artifactPortfolioID: string } }
> = async (_root, { input }, { deps, actor }) => {
  const portfolio = readCollectionId(input.artifactPortfolioID);
  await deps.artifacts.unlink(actor, readArtifactId(input.artifactID), portfolio);
  return { success: true };
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
  Mutation: {
    linkArtifact,
    unlinkArtifact,
    deleteArtifactSequence: remove,
    deleteArtifactPortfolio: remove,
    updateArtifactSequence: update,
    updateArtifactPortfolio: update,
    moveArtifactSequence,
    createArtifactCollectionTagAssignments: (async (_root, { input }, context) => {
      const tags = await changeTags(input, 'add', context);
      return { tags: tags.map(tagSource) };
    }) as Resolver<unknown, { input: TagsInput }>,
    deleteArtifactCollectionTagAssignments: (async (_root, { input }, context) => {
      await changeTags(input, 'remove', context);
      return { success: true };
    }) as Resolver<unknown, { input: TagsInput }>,
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
