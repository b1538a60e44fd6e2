import { allComeLater, emptyConnection, none } from './later.ts';

const CHANGES = [
  'createArtifact',
  'commitArtifact',
  'createArtifactManifest',
  'updateArtifactManifest',
  'createArtifactFiles',
  'completeMultipartUploadArtifact',
  'useArtifact',
  'updateArtifact',
  'deleteArtifact',
  'addAliases',
  'deleteAliases',
  'linkArtifact',
  'unlinkArtifact',
  'deleteArtifactSequence',
  'deleteArtifactPortfolio',
  'updateArtifactSequence',
  'updateArtifactPortfolio',
  'moveArtifactSequence',
  'createArtifactCollectionTagAssignments',
  'deleteArtifactCollectionTagAssignments',
] as const;

/** Artifacts and their collections, of which there are none yet. */
export const artifactResolvers = {
  Query: { artifact: none, artifactCollection: none, clientIDMapping: none },
  Mutation: allComeLater('Artifacts', CHANGES),
  Project: {
    artifact: none,
    artifactType: none,
    artifactTypes: emptyConnection,
    artifactCollection: none,
    artifactCollections: emptyConnection,
    artifactCollectionMembership: none,
  },
  Run: { inputArtifacts: emptyConnection, outputArtifacts: emptyConnection },
  Entity: {
    artifactCollections: emptyConnection,
    artifactMemberships: emptyConnection,
    xxhashDigestsEnabled: () => false,
  },
  File: {
    uploadUrl: none,
    uploadHeaders: none,
    uploadMultipartUrls: none,
    storagePath: none,
    artifact: none,
  },
};
