import type { Kysely } from 'kysely';
import { notFound } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, authorOf, missingFor } from '../accounts/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Lineage, NodeRef } from '../lineage/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import type { RunId, Runs } from '../runs/index.ts';
import type { ChangedBy } from './alias-store.ts';
import { getCollection } from './collection-store.ts';
import type { ArtifactTables } from './tables.ts';
import type { GrantTokens } from './tokens.ts';
import type { Collection, CollectionId, Version, VersionId } from './types.ts';
import { getVersion, membershipsOf } from './version-store.ts';

/** What a project's collections may take in; those of most projects take in everything. */
export interface CollectionRules {
  checkLink(project: Project, typeName: string): Promise<void>;
  checkAliases(actor: Actor, project: Project, aliases: readonly string[]): Promise<void>;
  checkLog(project: Project): Promise<void>;
}

/** What the parts of this domain share. */
export interface ArtifactRoom {
  readonly metadata: MetadataStore;
  readonly db: Kysely<ArtifactTables>;
  readonly blobs: BlobStore;
  readonly contents: Contents;
  readonly projects: Pick<Projects, 'ensure' | 'find' | 'get'>;
  /** For this domain's own use: asks for no right. Null when it is gone. */
  readonly findProject: Projects['findById'];
  readonly runs: Pick<Runs, 'findIn' | 'get'>;
  readonly lineage: Lineage;
  /** What registries let in. */
  readonly rules: CollectionRules;
  readonly tokens: GrantTokens;
  readonly clock: () => number;
}

export const versionNode = (id: VersionId): NodeRef => ({ kind: 'artifact', key: String(id) });
export const runNode = (id: RunId): NodeRef => ({ kind: 'run', key: String(id) });
export const collectionNode = (id: CollectionId): NodeRef => ({
  kind: 'collection',
  key: String(id),
});

/** The actor as author of a change at this moment. */
export const changedBy = ({ clock }: Pick<ArtifactRoom, 'clock'>, actor: Actor): ChangedBy => ({
  by: actor.kind === 'user' ? authorOf(actor) : null,
  now: clock(),
});

/** What a stranger is told, whether it exists or not. */
const missingVersion = () => notFound('The artifact');

/**
 * The version, with the right to do this. Who may read a collection that it is linked into may read
 * it too. @throws RunloomError('not_found' | 'forbidden')
 */
export async function allowedVersion(
  room: ArtifactRoom,
  actor: Actor,
  id: VersionId,
  action: 'read' | 'write' | 'delete',
): Promise<{ version: Version; project: Project }> {
  const version = await getVersion(room.db, id);
  if (version === null || version.state === 'deleted') throw missingVersion();
  try {
    return { version, project: await room.projects.get(actor, version.projectId, action) };
  } catch (error) {
    const through = await projectThatShows(room, actor, version);
    if (through === null)
      throw (error as { code?: string }).code === 'forbidden' ? error : missingVersion();
    if (action === 'read') return { version, project: through };
    throw error;
  }
}

/** A project with a portfolio that holds the version, which the actor may read; null when there is none. */
async function projectThatShows(
  room: ArtifactRoom,
  actor: Actor,
  version: Version,
): Promise<Project | null> {
  for (const { collection } of await membershipsOf(room.db, version)) {
    if (collection.projectId === version.projectId) continue;
    const project = await room.projects.get(actor, collection.projectId, 'read').catch(() => null);
    if (project !== null) return project;
  }
  return null;
}

/** The collection, with the right to do this. @throws RunloomError('not_found' | 'forbidden') */
export async function allowedCollection(
  room: ArtifactRoom,
  actor: Actor,
  id: CollectionId,
  action: 'read' | 'write' | 'delete',
): Promise<{ collection: Collection; project: Project }> {
  const collection = await getCollection(room.db, id);
  if (collection === null || collection.deletedAt !== null) {
    throw missingFor(actor, 'The collection of artifacts');
  }
  const what = 'The collection of artifacts';
  return {
    collection,
    project: await room.projects.get(actor, collection.projectId, action, what),
  };
}
