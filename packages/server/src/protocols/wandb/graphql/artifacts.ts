import type { AliasInput, Manifest, ManifestKind } from '../../../domains/artifacts/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { artifactId, artifactSource, readArtifactId } from './artifact-sources.ts';
import { type Context, nullWhenMissing, type Resolver } from './context.ts';
import type { PlainFile } from './files.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';
import { entityCollections, entityMemberships } from './registry-search.ts';

type Maybe<T> = T | null | undefined;

interface NamedAlias {
  readonly alias: string;
  readonly artifactCollectionName: string;
}

interface CreateArtifactInput {
  readonly artifactTypeName: string;
  readonly artifactCollectionName?: Maybe<string>;
  readonly artifactCollectionNames?: Maybe<readonly string[]>;
  readonly entityName: string;
  readonly projectName: string;
  readonly runName?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly digest: string;
  readonly digestAlgorithm?: Maybe<string>;
  readonly labels?: Maybe<string>;
  readonly aliases?: Maybe<readonly NamedAlias[]>;
  readonly metadata?: Maybe<string>;
  readonly historyStep?: Maybe<bigint>;
  readonly enableDigestDeduplication?: Maybe<boolean>;
  readonly distributedID?: Maybe<string>;
  readonly clientID?: Maybe<string>;
  readonly sequenceClientID?: Maybe<string>;
  readonly ttlDurationSeconds?: Maybe<bigint>;
  readonly tags?: Maybe<readonly { readonly tagName: string }[]>;
  readonly storageRegion?: Maybe<string>;
}

const namesOf = (tags: Maybe<readonly { readonly tagName: string }[]>): readonly string[] =>
  (tags ?? []).map(({ tagName }) => tagName);

const createArtifact: Resolver<unknown, { input: CreateArtifactInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const name = input.artifactCollectionName ?? input.artifactCollectionNames?.[0] ?? '';
  if (input.digestAlgorithm && input.digestAlgorithm !== 'MANIFEST_MD5') {
    throw invalid('This server checks artifacts by MD5; digests of another kind can not be taken.');
  }
  checkRegion(input.storageRegion);
  const version = await deps.artifacts.create(actor, {
    entityName: input.entityName,
    projectName: input.projectName,
    runName: input.runName || null,
    typeName: input.artifactTypeName,
    collectionName: name,
    digest: input.digest,
    description: input.description ?? null,
    metadata: input.metadata ?? null,
    labels: input.labels ?? null,
    aliases: (input.aliases ?? [])
      .filter(({ artifactCollectionName }) => artifactCollectionName === name)
      .map(({ alias }) => alias),
    tags: namesOf(input.tags),
    historyStep: numberOf(input.historyStep),
    deduplicate: input.enableDigestDeduplication ?? false,
    distributedId: input.distributedID || null,
    clientId: input.clientID || null,
    sequenceClientId: input.sequenceClientID || null,
    ttlSeconds: numberOf(input.ttlDurationSeconds),
  });
  return { artifact: artifactSource(version) };
};

function checkRegion(region: Maybe<string>): void {
  if (!region || region === 'default') return;
  throw invalid(
    `This server has no storage region ${JSON.stringify(region)}: leave storage_region away.`,
  );
}

const numberOf = (value: Maybe<bigint>): number | null =>
  value === null || value === undefined ? null : Number(value);

interface ManifestInput {
  readonly artifactID: string;
  readonly name: string;
  readonly digest: string;
  readonly type?: Maybe<'FULL' | 'PATCH' | 'INCREMENTAL'>;
}

const createArtifactManifest: Resolver<unknown, { input: ManifestInput }> = async (
  _root,
  { input },
  context,
) => {
  const manifest = await context.deps.artifacts.createManifest(context.actor, {
    versionId: readArtifactId(input.artifactID),
    kind: (input.type ?? 'FULL').toLowerCase() as ManifestKind,
    name: input.name,
    md5: input.digest,
  });
  return { artifactManifest: manifestSource(manifest, context) };
};

const updateArtifactManifest: Resolver<
  unknown,
  { input: { artifactManifestID: string; digest?: Maybe<string> } }
> = async (_root, { input }, context) => {
  const id = decodeGlobalId('ArtifactManifest', input.artifactManifestID);
  if (id === null) throw invalid('This is not the id of a manifest.');
  const { deps, actor } = context;
  const manifest = await deps.artifacts.updateManifest(
    actor,
    id as Manifest['id'],
    input.digest ?? '',
  );
  return { artifactManifest: manifestSource(manifest, context) };
};

function manifestSource(manifest: Manifest, { deps, baseUrl }: Context) {
  const url = `${baseUrl}${deps.artifacts.manifestUploadPath(manifest)}`;
  const file: PlainFile = {
    plain: {
      id: encodeGlobalId('ArtifactManifestFile', manifest.id),
      name: manifest.name,
      displayName: manifest.name,
      uploadUrl: url,
      uploadHeaders: [],
      directUrl: url,
      sizeBytes: 0,
      digest: manifest.md5,
      md5: manifest.md5,
    },
  };
  return { id: encodeGlobalId('ArtifactManifest', manifest.id), digest: manifest.md5, file };
}

interface FilesInput {
  readonly artifactFiles: readonly {
    readonly artifactID: string;
    readonly name: string;
    readonly md5: string;
    readonly uploadPartsInput?: Maybe<readonly { partNumber: bigint; hexMD5: string }[]>;
  }[];
}

const createArtifactFiles: Resolver<unknown, { input: FilesInput }> = async (
  _root,
  { input },
  { deps, actor, baseUrl },
) => {
  const uploads = await deps.artifacts.createFiles(
    actor,
    input.artifactFiles.map(({ artifactID, name, md5, uploadPartsInput }) => ({
      versionId: readArtifactId(artifactID),
      name,
      digest: md5,
      parts: uploadPartsInput?.length ? partsOf(uploadPartsInput) : null,
    })),
  );
  const edges = uploads.map(({ name, digest, birthVersionId, uploadPath, multipart }) => {
    const plain: PlainFile['plain'] = {
      id: Buffer.from(`ArtifactFile:${birthVersionId}:${name}`).toString('base64'),
      name,
      displayName: name,
      storagePath: `wandb_artifacts/${birthVersionId}/${Buffer.from(digest, 'base64').toString('hex')}`,
      uploadUrl: uploadPath === null ? null : `${baseUrl}${uploadPath}`,
      uploadHeaders: [],
      uploadMultipartUrls: multipart && {
        uploadID: multipart.uploadId,
        uploadUrlParts: multipart.partPaths.map((path, index) => ({
          partNumber: index + 1,
          uploadUrl: `${baseUrl}${path}`,
        })),
      },
      directUrl: '',
      sizeBytes: 0,
      digest,
      md5: digest,
      artifact: { version: { id: birthVersionId } },
    };
    return { node: { plain }, cursor: null };
  });
  return { files: { edges, pageInfo: LAST_PAGE, totalCount: edges.length } };
};

const LAST_PAGE = { endCursor: null, hasNextPage: false } as const;

function partsOf(
  parts: readonly { readonly partNumber: bigint; readonly hexMD5: string }[],
): readonly string[] {
  const sorted = [...parts].sort((a, b) => Number(a.partNumber - b.partNumber));
  if (sorted.some(({ partNumber }, index) => Number(partNumber) !== index + 1)) {
    throw invalid('The parts of a file are numbered from 1 without a gap.');
  }
  return sorted.map(({ hexMD5 }) => hexMD5);
}

const completeMultipartUploadArtifact: Resolver<
  unknown,
  {
    input: {
      completeMultipartAction: 'Complete' | 'Abort';
      completedParts: readonly { partNumber: bigint; hexMD5: string }[];
      artifactID: string;
      uploadID: string;
    };
  }
> = (_root, { input }, { deps, actor }) =>
  deps.artifacts.completeMultipart(actor, {
    versionId: readArtifactId(input.artifactID),
    uploadId: input.uploadID,
    abort: input.completeMultipartAction === 'Abort',
    parts: input.completedParts.map(({ partNumber, hexMD5 }) => ({
      part: Number(partNumber),
      md5: hexMD5,
    })),
  });

const commitArtifact: Resolver<unknown, { input: { artifactID: string } }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const version = await deps.artifacts.commit(actor, readArtifactId(input.artifactID));
  return { artifact: artifactSource(version) };
};

const useArtifact: Resolver<
  unknown,
  {
    input: {
      entityName: string;
      projectName: string;
      runName: string;
      artifactID: string;
      usedAs?: Maybe<string>;
    };
  }
> = async (_root, { input }, { deps, actor }) => {
  const { entityName, projectName, runName } = input;
  const version = await deps.artifacts.use(actor, readArtifactId(input.artifactID), {
    entityName,
    projectName,
    runName,
    usedAs: input.usedAs ?? '',
  });
  return { artifact: artifactSource(version) };
};

interface UpdateInput {
  readonly artifactID: string;
  readonly description?: Maybe<string>;
  readonly labels?: Maybe<string>;
  readonly metadata?: Maybe<string>;
  readonly aliases?: Maybe<readonly NamedAlias[]>;
  readonly tagsToAdd?: Maybe<readonly { readonly tagName: string }[]>;
  readonly tagsToDelete?: Maybe<readonly { readonly tagName: string }[]>;
  readonly ttlDurationSeconds?: Maybe<bigint>;
}

const updateArtifact: Resolver<unknown, { input: UpdateInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const { description, labels, metadata, aliases } = input;
  const ttlSeconds = numberOf(input.ttlDurationSeconds);
  const version = await deps.artifacts.updateVersion(actor, readArtifactId(input.artifactID), {
    ...(typeof description === 'string' && { description }),
    ...(typeof labels === 'string' && { labels }),
    ...(typeof metadata === 'string' && { metadata }),
    ...(ttlSeconds !== null && { ttlSeconds }),
    ...(aliases && { aliases: aliases.map(({ alias }) => alias) }),
    tagsToAdd: namesOf(input.tagsToAdd),
    tagsToDelete: namesOf(input.tagsToDelete),
  });
  return { artifact: artifactSource(version) };
};

const deleteArtifact: Resolver<
  unknown,
  { input: { artifactID: string; deleteAliases?: Maybe<boolean> } }
> = async (_root, { input }, { deps, actor }) => {
  const version = await deps.artifacts.removeVersion(actor, readArtifactId(input.artifactID), {
    deleteAliases: input.deleteAliases ?? false,
  });
  return { artifact: artifactSource(version) };
};

interface AliasesInput {
  readonly artifactID: string;
  readonly aliases: readonly {
    readonly alias: string;
    readonly artifactCollectionName: string;
    readonly entityName: string;
    readonly projectName: string;
  }[];
}

const aliasInputs = ({ aliases }: AliasesInput): readonly AliasInput[] =>
  aliases.map(({ artifactCollectionName: collectionName, ...rest }) => ({
    ...rest,
    collectionName,
  }));

const addAliases: Resolver<unknown, { input: AliasesInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  await deps.artifacts.addAliases(actor, readArtifactId(input.artifactID), aliasInputs(input));
  return { success: true };
};

const deleteAliases: Resolver<unknown, { input: AliasesInput }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  await deps.artifacts.deleteAliases(actor, readArtifactId(input.artifactID), aliasInputs(input));
  return { success: true };
};

const artifact: Resolver<unknown, { id: string }> = async (_root, { id }, { deps, actor }) => {
  const number = decodeGlobalId('Artifact', id);
  if (number === null) return null;
  const found = await nullWhenMissing(deps.artifacts.getVersion(actor, readArtifactId(id), 'read'));
  return found && artifactSource(found.version);
};

const clientIDMapping: Resolver<unknown, { clientID: string }> = async (
  _root,
  { clientID },
  { deps, actor },
) => {
  const id = await deps.artifacts.findByClientId(actor, clientID);
  return id === null ? null : { serverID: artifactId(id), clientID };
};

export const artifactResolvers = {
  Query: { artifact, clientIDMapping },
  Mutation: {
    createArtifact,
    commitArtifact,
    createArtifactManifest,
    updateArtifactManifest,
    createArtifactFiles,
    completeMultipartUploadArtifact,
    useArtifact,
    updateArtifact,
    deleteArtifact,
    addAliases,
    deleteAliases,
  },
  Entity: { artifactCollections: entityCollections, artifactMemberships: entityMemberships },
};
