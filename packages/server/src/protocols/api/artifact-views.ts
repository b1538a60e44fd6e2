import type {
  ArtifactCollectionList,
  ArtifactEntry,
  ArtifactVersionDetail,
  ArtifactVersionList,
} from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Collection, Entry, Membership, Version } from '../../domains/artifacts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';

export interface ArtifactAddress {
  readonly entity: string;
  readonly project: string;
  readonly artifact: string;
}

/** @throws RunloomError('not_found') when the actor may not see it */
export async function findCollection(
  { projects, artifacts }: ApiDeps,
  actor: Actor,
  address: ArtifactAddress,
  action: 'read' | 'write' = 'read',
): Promise<{ project: Project; collection: Collection }> {
  const project = await projects.find(actor, address.entity, address.project, action);
  const collection = await artifacts.findCollection(project, address.artifact);
  if (collection === null) throw notFound(`The artifact ${address.artifact}`);
  return { project, collection };
}

/** @throws RunloomError('not_found') when the actor may not see it */
export async function findVersion(
  deps: ApiDeps,
  actor: Actor,
  address: ArtifactAddress & { readonly version: string },
  action: 'read' | 'write' = 'read',
): Promise<{ project: Project; membership: Membership }> {
  const { project, collection } = await findCollection(deps, actor, address, action);
  const membership = await deps.artifacts.findMember(collection, address.version);
  if (membership === null) throw notFound(`The artifact ${address.artifact}:${address.version}`);
  return { project, membership };
}

export function collectionView(
  collection: Collection,
  tags: readonly string[],
): ArtifactCollectionList['collections'][number] {
  const { name, typeName: type, kind, description, createdAt, updatedAt } = collection;
  return { name, type, kind, description, tags: [...tags], createdAt, updatedAt };
}

export async function versionView(
  { artifacts }: ApiDeps,
  { version, index, collection }: Membership,
): Promise<ArtifactVersionList['versions'][number]> {
  const aliases = await artifacts.aliasesOf(version.id);
  const { digest, sizeBytes, fileCount, createdAt, description } = version;
  return {
    version: `v${index}`,
    aliases: aliases
      .filter(({ collectionId }) => collectionId === collection.id)
      .map(({ alias }) => alias),
    tags: [...(await artifacts.tagsOf(version.id))],
    digest,
    sizeBytes,
    fileCount,
    createdAt,
    description,
  };
}

export async function versionDetail(
  deps: ApiDeps,
  actor: Actor,
  project: Project,
  membership: Membership,
): Promise<ArtifactVersionDetail> {
  const { accounts, artifacts, projects, runs } = deps;
  const { version, collection } = membership;
  const maker =
    version.runId === null ? null : await runs.get(actor, version.runId, 'read').catch(() => null);
  const user = version.createdBy === null ? null : await accounts.getUser(version.createdBy);
  const aliases = await artifacts.aliasesOf(version.id);
  const memberships: ArtifactVersionDetail['memberships'] = [];
  for (const { collection: other, index } of await artifacts.membershipsOf(actor, version.id)) {
    const home = await projects.get(actor, other.projectId, 'read');
    memberships.push({
      entity: home.entityName,
      project: home.name,
      artifact: other.name,
      kind: other.kind,
      version: `v${index}`,
      aliases: aliases
        .filter(({ collectionId }) => collectionId === other.id)
        .map(({ alias }) => alias),
    });
  }
  return {
    ...(await versionView(deps, membership)),
    name: collection.name,
    type: collection.typeName,
    metadata: readMetadata(version.metadata),
    updatedAt: version.updatedAt,
    ttlSeconds: version.ttlSeconds !== null && version.ttlSeconds > 0 ? version.ttlSeconds : null,
    commit: version.commit,
    user: user?.username ?? null,
    madeBy: maker && runLink(maker),
    usedBy: (await artifacts.usersOf(actor, version.id)).map(runLink),
    memberships,
    canWrite: await accounts.may(actor, 'write', { kind: 'project', project }),
  };
}

const runLink = ({
  run,
  project,
}: {
  run: { name: string; displayName: string };
  project: Project;
}) => ({
  entity: project.entityName,
  project: project.name,
  run: run.name,
  displayName: run.displayName,
});

function readMetadata(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    // A number that JSON has no word for; the client has it as it was.
    return {};
  }
}

export function entryView({ artifacts }: ApiDeps, version: Version, entry: Entry): ArtifactEntry {
  const { path, digest, sizeBytes, ref } = entry;
  return { path, digest, sizeBytes, ref, url: artifacts.downloadPath(version, entry) };
}
