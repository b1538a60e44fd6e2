import type { Entry, Membership, Version } from '../../../domains/artifacts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import {
  type ArtifactSource,
  artifactId,
  artifactSource,
  collectionSource,
  type MembershipSource,
  tagSource,
  visibleAliases,
} from './artifact-sources.ts';
import { connection, pageSize, sliceConnection } from './connection.ts';
import {
  type Context,
  getUser,
  nullWhenMissing,
  type Resolver,
  type RunSource,
} from './context.ts';
import type { PlainFile } from './files.ts';
import { encodeGlobalId } from './global-id.ts';

type Maybe<T> = T | null | undefined;

interface FilesArgs {
  readonly names?: Maybe<readonly string[]>;
  readonly first?: Maybe<number>;
  readonly after?: Maybe<string>;
}

interface ManifestEntriesArgs {
  readonly entries?: Maybe<readonly { readonly name: string }[]>;
}

const PAGE = 50;
const MAX_ENTRIES = 10_000;
/** No end, and none inherited: projects have no time of their own that versions would inherit. */
const NO_TTL = -2;

const STATES = { pending: 'PENDING', committed: 'COMMITTED', deleted: 'DELETED' } as const;

/** A file of a version as the client reads it; it has to be kept here. */
export function entryFile(version: Version, entry: Entry, { deps, baseUrl }: Context): PlainFile {
  const path = deps.artifacts.downloadPath(version, entry);
  const url = entry.ref ?? `${baseUrl}${path ?? ''}`;
  return {
    plain: {
      id: Buffer.from(`ArtifactFile:${version.id}:${entry.path}`).toString('base64'),
      name: entry.path,
      displayName: entry.path,
      url,
      directUrl: url,
      sizeBytes: entry.sizeBytes,
      storagePath: `wandb_artifacts/${version.id}/${Buffer.from(entry.digest, 'base64').toString('hex')}`,
      mimetype: null,
      updatedAt: version.createdAt,
      digest: entry.digest,
      md5: entry.digest,
      artifact: artifactSource(version),
    },
  };
}

async function filesOf(version: Version, args: FilesArgs, context: Context) {
  // References too: the client downloads what is listed, and those from where they point to.
  const page = await context.deps.artifacts.listEntries(version, {
    first: pageSize(args.first, PAGE),
    ...(args.names && args.names.length > 0 && { names: args.names }),
    after: args.after ?? null,
  });
  const edges = page.entries.map((entry, index) => ({
    node: entryFile(version, entry, context),
    cursor: index === page.entries.length - 1 ? page.nextCursor : null,
  }));
  return {
    edges,
    pageInfo: { endCursor: page.nextCursor, hasNextPage: page.nextCursor !== null },
    totalCount: page.totalCount,
  };
}

const artifactFields: Record<string, Resolver<ArtifactSource, FilesArgs & ManifestEntriesArgs>> = {
  id: ({ version }) => artifactId(version.id),
  digest: ({ version }) => version.digest,
  digestAlgorithm: () => 'MANIFEST_MD5',
  state: ({ version }) => STATES[version.state],
  size: ({ version }) => version.sizeBytes,
  fileCount: ({ version }) => version.fileCount,
  description: ({ version }) => version.description || null,
  metadata: ({ version }) => version.metadata,
  labels: ({ version }) => version.labels,
  historyStep: ({ version }) => version.historyStep,
  versionIndex: ({ version }) => version.index,
  // Names the version as it was committed, not a commit of code; the client takes none for a fault.
  commitHash: ({ version }) => (version.index === null ? null : version.digest.slice(0, 20)),
  createdAt: ({ version }) => version.createdAt,
  updatedAt: ({ version }) => version.updatedAt,
  ttlDurationSeconds: ({ version }) => version.ttlSeconds ?? NO_TTL,
  ttlIsInherited: ({ version }) => version.ttlSeconds === null,
  artifactType: async ({ version }) => ({
    id: version.typeId,
    name: version.typeName,
    description: '',
    createdAt: version.createdAt,
    projectId: version.projectId,
  }),
  // Whoever may see the version may know what it is called, wherever they saw it.
  artifactSequence: ({ version }) => ({
    ...collectionSource({
      id: version.collectionId,
      projectId: version.projectId,
      kind: 'sequence',
      typeId: version.typeId,
      typeName: version.typeName,
      name: version.collectionName,
      description: '',
      isDescribed: false,
      createdBy: version.createdBy,
      createdAt: version.createdAt,
      updatedAt: version.updatedAt,
      deletedAt: null,
    }),
    before: version,
  }),
  aliases: async ({ version }, _args, context) =>
    visibleAliases(context, await context.deps.artifacts.aliasesOf(version.id)),
  tags: async ({ version }, _args, { deps }) =>
    (await deps.artifacts.tagsOf(version.id)).map(tagSource),
  currentManifest: ({ version }, _args, { deps, baseUrl }) => {
    if (version.manifest === null) return null;
    const { md5, sizeBytes } = version.manifest;
    const url = `${baseUrl}${deps.artifacts.manifestPath(version)}`;
    const id = Buffer.from(`ArtifactManifestFile:${version.id}`).toString('base64');
    const name = 'wandb_manifest.json';
    const plain = { id, name, displayName: name, url, directUrl: url, sizeBytes, digest: md5, md5 };
    return {
      id: encodeGlobalId('ArtifactCurrentManifest', version.id),
      digest: md5,
      file: { plain },
    };
  },
  createdBy: async ({ version }, _args, context) => {
    const { deps, actor } = context;
    if (version.runId !== null) {
      const source = await nullWhenMissing(deps.runs.get(actor, version.runId, 'read'));
      if (source !== null) return { __typename: 'Run', ...source };
    }
    const user = version.createdBy === null ? null : await getUser(context, version.createdBy);
    return user === null ? null : { __typename: 'User', ...user };
  },
  usedBy: async ({ version }, _args, { deps, actor }) => {
    const users = await deps.artifacts.usersOf(actor, version.id);
    return connection(users, ({ run }) => String(run.id), false);
  },
  files: ({ version }, args, context) => filesOf(version, args, context),
  filesByManifestEntries: async ({ version }, { entries }, context) => {
    const names = (entries ?? []).map(({ name }) => name).slice(0, MAX_ENTRIES);
    if (names.length === 0) return sliceConnection([], 0, null);
    const page = await context.deps.artifacts.listEntries(version, {
      names,
      filesOnly: true,
      first: MAX_ENTRIES,
    });
    const byPath = new Map(page.entries.map((entry) => [entry.path, entry]));
    // In the order asked: the client goes by position.
    const files = names.flatMap((name) => {
      const entry = byPath.get(name);
      return entry ? [entryFile(version, entry, context)] : [];
    });
    return connection(files, (file) => String(file.plain.id), false);
  },
  artifactMemberships: async ({ version }, _args, { deps, actor }) => {
    const memberships = await deps.artifacts.membershipsOf(actor, version.id);
    return {
      ...connection(
        memberships.map(membershipSource),
        ({ membership }) => String(membership.id),
        false,
      ),
      totalCount: memberships.length,
    };
  },
};

export const membershipSource = (membership: Membership): MembershipSource => ({ membership });

const membershipFields: Record<string, Resolver<MembershipSource, FilesArgs>> = {
  id: ({ membership }) => encodeGlobalId('ArtifactCollectionMembership', membership.id),
  versionIndex: ({ membership }) => membership.index,
  createdAt: ({ membership }) => membership.createdAt,
  aliases: async ({ membership }, _args, context) => {
    const aliases = await context.deps.artifacts.aliasesOf(membership.version.id);
    const own = aliases.filter((alias) => alias.collectionId === membership.collection.id);
    return own.map((alias) => ({ alias, collection: membership.collection }));
  },
  artifactCollection: ({ membership }) => collectionSource(membership.collection),
  artifact: ({ membership }) => artifactSource(membership.version),
  files: ({ membership }, args, context) => filesOf(membership.version, args, context),
};

const RUN_PAGE = 50;

/** Versions that a run used or made. */
const ofRun =
  (relation: 'input' | 'output'): Resolver<RunSource, FilesArgs> =>
  async ({ run }, args, { deps, actor }) => {
    const after = args.after ? Number(args.after) : null;
    const page = await deps.artifacts.ofRun(actor, run, relation, {
      first: pageSize(args.first, RUN_PAGE),
      after: after !== null && Number.isSafeInteger(after) ? after : null,
    });
    const { versions, totalCount, next } = page;
    const cursor = next === null ? '' : String(next);
    const edges = versions.map((version) => ({ node: artifactSource(version), cursor }));
    return {
      edges,
      pageInfo: { endCursor: next === null ? null : cursor, hasNextPage: next !== null },
      totalCount,
    };
  };

const projectArtifact: Resolver<Project, { name: string }> = async (
  project,
  { name },
  { deps },
) => {
  const found = await deps.artifacts.findMembership(project, name);
  return found === null ? null : artifactSource(found.version);
};

export const artifactFieldResolvers = {
  Project: { artifact: projectArtifact },
  Run: { inputArtifacts: ofRun('input'), outputArtifacts: ofRun('output') },
  Entity: { xxhashDigestsEnabled: () => false },
  Artifact: artifactFields,
  ArtifactCollectionMembership: membershipFields,
  ArtifactAlias: {
    id: (({ alias }) => encodeGlobalId('ArtifactAlias', alias.id)) as Resolver<{
      alias: { id: number; alias: string };
    }>,
    alias: (({ alias }) => alias.alias) as Resolver<{ alias: { alias: string } }>,
    artifactCollection: (({ collection }) => collectionSource(collection)) as Resolver<{
      collection: Parameters<typeof collectionSource>[0];
    }>,
  },
};
