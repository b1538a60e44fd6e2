import type {
  ArtifactCollectionList,
  ArtifactEntry,
  ArtifactVersionDetail,
  ArtifactVersionList,
} from '@runloom/model';
import { parseExactJson, toApiJson } from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import type {
  Collection,
  CollectionFacts,
  Entry,
  Membership,
  Version,
} from '../../domains/artifacts/index.ts';
import { mimeTypeOf } from '../../domains/files/index.ts';
import type { DescribedNode, NodeRef } from '../../domains/lineage/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';

/** Runs listed with a version that they used. */
const MOST_USERS = 1_000;

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
  action: 'read' | 'write' | 'delete' = 'read',
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
  action: 'read' | 'write' | 'delete' = 'read',
): Promise<{ project: Project; membership: Membership }> {
  const { project, collection } = await findCollection(deps, actor, address, action);
  const membership = await deps.artifacts.findMember(collection, address.version);
  if (membership === null) throw notFound(`The artifact ${address.artifact}:${address.version}`);
  return { project, membership };
}

/** Collections with their tags and what they hold, in the order given. */
export async function collectionViews(
  { accounts, artifacts }: ApiDeps,
  collections: readonly Collection[],
  known?: ReadonlyMap<Collection['id'], CollectionFacts>,
): Promise<ArtifactCollectionList['collections']> {
  const ids = collections.map(({ id }) => id);
  const tags = await artifacts.collectionTags(ids);
  const facts = known ?? (await artifacts.collectionFacts(ids));
  const names = await accounts.usernames(collections.map(({ createdBy }) => createdBy));
  return collections.map((collection) => {
    const { name, typeName: type, kind, description, createdAt, updatedAt } = collection;
    const held = facts.get(collection.id);
    return {
      name,
      type,
      kind,
      description,
      tags: [...(tags.get(collection.id) ?? [])],
      createdAt,
      updatedAt,
      versionCount: held?.versionCount ?? 0,
      sizeBytes: held?.sizeBytes ?? 0,
      latest: held?.latest ? `v${held.latest.index}` : null,
      latestAt: held?.latest?.createdAt ?? null,
      user: names.get(collection.createdBy) ?? null,
    };
  });
}

/** Versions as they stand in a collection, in the order given. */
export async function versionViews(
  { accounts, artifacts, lineage }: ApiDeps,
  actor: Actor,
  memberships: readonly Membership[],
): Promise<ArtifactVersionList['versions']> {
  const versions = memberships.map(({ version }) => version);
  const beside = await artifacts.namesOf(versions.map(({ id }) => id));
  const makers = await lineage.follow(actor, versions.map(nodeOf), {
    direction: 'upstream',
    kinds: ['run'],
    limit: versions.length * 4,
  });
  const makerOf = new Map(
    makers.edges
      .filter(({ relation }) => relation === 'output')
      .map(({ from, to }) => [`${from.key} ${to.key}`, runLink(to)]),
  );
  const names = await accounts.usernames(versions.map(({ createdBy }) => createdBy));
  return memberships.map(({ version, index, collection }) => {
    const { id, digest, sizeBytes, fileCount, createdAt, description, runId, ttlSeconds } = version;
    return {
      version: `v${index}`,
      aliases: (beside.get(id)?.aliases ?? [])
        .filter(({ collectionId }) => collectionId === collection.id)
        .map(({ alias }) => alias),
      tags: [...(beside.get(id)?.tags ?? [])],
      digest,
      sizeBytes,
      fileCount,
      createdAt,
      description,
      user: names.get(version.createdBy) ?? null,
      // Other runs that logged the same content later did not make it.
      madeBy: makerOf.get(`${id} ${runId}`) ?? null,
      ttlSeconds: ttlSeconds !== null && ttlSeconds > 0 ? ttlSeconds : null,
    };
  });
}

/** The node of the lineage graph that stands for a version. */
export const nodeOf = ({ id }: Version): NodeRef => ({ kind: 'artifact', key: String(id) });

export async function versionDetail(
  deps: ApiDeps,
  actor: Actor,
  project: Project,
  membership: Membership,
): Promise<ArtifactVersionDetail> {
  const { accounts, artifacts, lineage, projects } = deps;
  const { version, collection } = membership;
  const [view] = await versionViews(deps, actor, [membership]);
  if (view === undefined) throw notFound('The artifact');
  const users = await lineage.follow(actor, [nodeOf(version)], {
    direction: 'downstream',
    kinds: ['run'],
    limit: MOST_USERS,
  });
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
    ...view,
    name: collection.name,
    type: collection.typeName,
    metadata: readMetadata(version.metadata),
    updatedAt: version.updatedAt,
    commit: version.commit,
    usedBy: users.edges.map(({ to }) => runLink(to)),
    hiddenUserCount: users.hiddenCount,
    memberships,
    canWrite: await accounts.may(actor, 'write', { kind: 'project', project }),
  };
}

const runLink = ({ entityName, projectName, path, name }: DescribedNode) => ({
  entity: entityName,
  project: projectName,
  run: path.at(-1) ?? '',
  displayName: name,
});

/** With every number as it was: NaN and integers past 2^53 among them. */
function readMetadata(text: string | null): Record<string, unknown> {
  try {
    const value = toApiJson(parseExactJson(text ?? '{}'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    // What is no JSON at all the client alone can read.
    return {};
  }
}

export function entryView({ artifacts }: ApiDeps, version: Version, entry: Entry): ArtifactEntry {
  const { path, digest, sizeBytes, ref } = entry;
  const url = artifacts.downloadPath(version, entry);
  return { path, mimeType: mimeTypeOf(path), digest, sizeBytes, ref, url };
}
