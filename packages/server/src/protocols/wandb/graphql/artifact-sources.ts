import type {
  Alias,
  Collection,
  CollectionId,
  Membership,
  Version,
  VersionId,
} from '../../../domains/artifacts/index.ts';
import type { Project, ProjectId } from '../../../domains/projects/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { type Context, nullWhenMissing } from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

/** A version as its fields need it. */
export interface ArtifactSource {
  readonly version: Version;
}

/** A collection: `ArtifactSequence` or `ArtifactPortfolio`. */
export interface CollectionSource {
  readonly __typename: 'ArtifactSequence' | 'ArtifactPortfolio';
  readonly collection: Collection;
}

export interface AliasSource {
  readonly alias: Alias;
}

export const collectionSource = (collection: Collection): CollectionSource => ({
  __typename: collection.kind === 'sequence' ? 'ArtifactSequence' : 'ArtifactPortfolio',
  collection,
});

export const artifactSource = (version: Version): ArtifactSource => ({ version });

export const artifactId = (id: VersionId): string => encodeGlobalId('Artifact', id);

/** @throws RunloomError('invalid') */
export function readArtifactId(id: string): VersionId {
  const number = decodeGlobalId('Artifact', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of an artifact.`);
  return number as VersionId;
}

export const collectionId = (id: CollectionId): string => encodeGlobalId('ArtifactCollection', id);

/** @throws RunloomError('invalid') */
export function readCollectionId(id: string): CollectionId {
  const number = decodeGlobalId('ArtifactCollection', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of a collection.`);
  return number as CollectionId;
}

const projects = new WeakMap<Context, Map<ProjectId, Promise<Project | null>>>();

/** A project that the actor may see, looked up once a request; null for others. */
export function getProject(context: Context, id: ProjectId): Promise<Project | null> {
  const known = projects.get(context) ?? new Map<ProjectId, Promise<Project | null>>();
  projects.set(context, known);
  const project =
    known.get(id) ?? nullWhenMissing(context.deps.projects.get(context.actor, id, 'read'));
  known.set(id, project);
  return project;
}

/** Aliases whose collection the actor may see. */
export async function visibleAliases(
  context: Context,
  aliases: readonly Alias[],
): Promise<readonly (AliasSource & { readonly collection: Collection })[]> {
  const visible: (AliasSource & { readonly collection: Collection })[] = [];
  for (const alias of aliases) {
    const { deps, actor } = context;
    const found = await nullWhenMissing(
      deps.artifacts.getCollection(actor, alias.collectionId, 'read'),
    );
    if (found) visible.push({ alias, collection: found.collection });
  }
  return visible;
}

export const tagSource = (name: string) => ({
  id: Buffer.from(`Tag:${name}`).toString('base64'),
  name,
  tagCategoryName: null,
});

export interface MembershipSource {
  readonly membership: Membership;
}
