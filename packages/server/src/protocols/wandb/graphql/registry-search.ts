import type { RecordValue } from '@runloom/model';
import type { Entity } from '../../../domains/accounts/index.ts';
import type { Collection, Membership } from '../../../domains/artifacts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { membershipSource } from './artifact-fields.ts';
import {
  collectionValue,
  iso,
  readOrder,
  readRecordFilter,
  versionValue,
} from './artifact-records.ts';
import { collectionSource } from './artifact-sources.ts';
import { type Connection, pageSize, sliceConnection } from './connection.ts';
import type { Context, Resolver } from './context.ts';
import { encodeGlobalId } from './global-id.ts';

type Maybe<T> = T | null | undefined;

interface SearchArgs {
  readonly projectFilters?: Maybe<string>;
  readonly collectionFilters?: Maybe<string>;
  readonly filters?: Maybe<string>;
  readonly collectionTypes?: Maybe<readonly ('SEQUENCE' | 'PORTFOLIO')[]>;
  readonly first?: Maybe<number>;
  readonly after?: Maybe<string>;
  readonly order?: Maybe<string>;
}

const PAGE = 50;
/** Versions read from a collection at once. */
const SCAN = 500;

const plainName = (field: string): string => field.replaceAll('_', '').toLowerCase();

/** A project as filters of registries see it; ids are numbers there. */
function projectValue(project: Project, field: string): RecordValue {
  switch (plainName(field)) {
    case 'id':
    case 'projectid':
      return [project.id, encodeGlobalId('Project', project.id)];
    case 'entityid':
      return [project.entityId, encodeGlobalId('Entity', project.entityId)];
    case 'name':
      return project.name;
    case 'description':
      return project.description;
    case 'createdat':
      return iso(project.createdAt);
    case 'updatedat':
      return iso(project.updatedAt);
    default:
      return undefined;
  }
}

/** An owner's projects that the filter means and the actor may see. */
export async function searchProjects(
  entity: Entity,
  args: Pick<SearchArgs, 'filters' | 'order'>,
  { deps, actor }: Context,
): Promise<readonly Project[]> {
  const accepts = readRecordFilter(args.filters);
  const projects = (await deps.projects.list(actor, entity)).filter((project) =>
    accepts((field) => projectValue(project, field)),
  );
  return inOrder(projects, args.order, projectValue);
}

/** As they come, when no order is asked for. */
function inOrder<T extends { readonly id: number }>(
  items: readonly T[],
  text: Maybe<string>,
  readField: (item: T, field: string) => RecordValue,
): readonly T[] {
  const order = readOrder(text);
  if (order === null) return items;
  const sign = order.isDescending ? -1 : 1;
  const keyOf = (item: T): string | number => {
    const value = readField(item, order.field);
    const first = Array.isArray(value) ? value[0] : value;
    return typeof first === 'number' || typeof first === 'string' ? first : '';
  };
  return [...items].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === right) return a.id - b.id;
    return left < right ? -sign : sign;
  });
}

interface Found {
  readonly collection: Collection;
  readonly tags: readonly string[];
}

async function searchCollections(
  entity: Entity,
  args: Pick<SearchArgs, 'projectFilters' | 'collectionTypes'> & { filters?: Maybe<string> },
  context: Context,
): Promise<readonly Found[]> {
  const { artifacts } = context.deps;
  const accepts = readRecordFilter(args.filters);
  const kinds = (args.collectionTypes ?? ['PORTFOLIO']).map((type) => type.toLowerCase());
  const found: Found[] = [];
  for (const project of await searchProjects(entity, { filters: args.projectFilters }, context)) {
    const all = (await artifacts.listCollections(project)).filter(({ kind }) =>
      kinds.includes(kind),
    );
    const tags = await artifacts.collectionTags(all.map(({ id }) => id));
    for (const collection of all) {
      const own = tags.get(collection.id) ?? [];
      if (accepts((field) => foundValue(collection, own, field))) {
        found.push({ collection, tags: own });
      }
    }
  }
  return found;
}

/** The names that searches of registries have beside those of lists. */
function foundValue(collection: Collection, tags: readonly string[], field: string): RecordValue {
  switch (plainName(field)) {
    case 'id':
    case 'collectionid':
    case 'artifactcollectionid':
      return [collection.id, encodeGlobalId('ArtifactCollection', collection.id)];
    case 'collectionname':
    case 'artifactcollectionname':
      return collection.name;
    default:
      return collectionValue(collection, tags, field);
  }
}

interface FoundVersion extends Membership {
  readonly tags: readonly string[];
  readonly aliases: readonly string[];
}

function memberValue(found: FoundVersion, field: string): RecordValue {
  const { version, index } = found;
  if (/^(artifact_?)?metadata\./i.test(field)) {
    return metadataValue(version.metadata, field.slice(field.indexOf('.') + 1));
  }
  switch (plainName(field)) {
    case 'id':
    case 'artifactid':
      return [version.id, encodeGlobalId('Artifact', version.id)];
    case 'version':
    case 'versionindex':
      return [index, `v${index}`, String(index)];
    case 'artifactcreatedat':
      return iso(version.createdAt);
    case 'acmcreatedat':
    case 'linkedat':
      return iso(found.createdAt);
    case 'artifactsize':
      return version.sizeBytes;
    case 'metadata':
    case 'artifactmetadata':
      return version.metadata;
    default:
      return versionValue(version, found, field);
  }
}

/** What stands at a dotted path of the metadata. */
function metadataValue(text: string | null, path: string): RecordValue {
  let value: unknown = parse(text);
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  if (Array.isArray(value)) return value.filter((one) => typeof one !== 'object') as string[];
  return typeof value === 'object' ? null : (value as RecordValue);
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown;
  } catch {
    // Metadata with NaN is no JSON: no filter finds it by its keys.
    return null;
  }
}

async function searchVersions(
  entity: Entity,
  args: SearchArgs,
  context: Context,
): Promise<readonly FoundVersion[]> {
  const { artifacts } = context.deps;
  const accepts = readRecordFilter(args.filters);
  const found: FoundVersion[] = [];
  const within = {
    projectFilters: args.projectFilters,
    filters: args.collectionFilters,
    collectionTypes: ['PORTFOLIO'] as const,
  };
  for (const { collection } of await searchCollections(entity, within, context)) {
    let after: string | null = null;
    do {
      const page = await artifacts.listMembers(collection, { first: SCAN, after });
      for (const membership of page.memberships) {
        const { id } = membership.version;
        const aliases = (await artifacts.aliasesOf(id))
          .filter((alias) => alias.collectionId === collection.id)
          .map(({ alias }) => alias);
        const one = { ...membership, aliases, tags: await artifacts.tagsOf(id) };
        if (accepts((field) => memberValue(one, field))) found.push(one);
      }
      after = page.nextCursor;
    } while (after !== null);
  }
  return inOrder(found, args.order, memberValue);
}

export const entityCollections: Resolver<Entity, SearchArgs> = async (entity, args, context) => {
  const found = await searchCollections(entity, args, context);
  const ordered = inOrder(
    found.map((one) => ({ ...one, id: one.collection.id })),
    args.order,
    ({ collection, tags }, field) => foundValue(collection, tags, field),
  );
  return page(
    ordered.map(({ collection }) => collectionSource(collection)),
    args,
  );
};

export const entityMemberships: Resolver<Entity, SearchArgs> = async (entity, args, context) =>
  page((await searchVersions(entity, args, context)).map(membershipSource), args);

const page = <T>(items: readonly T[], { first, after }: SearchArgs): Connection<T> =>
  sliceConnection(items, pageSize(first, PAGE), after);
