import { allComeLater, emptyList } from './later.ts';

const CHANGES = [
  'createProjectMembers',
  'deleteProjectMembers',
  'updateProjectMember',
  'updateProjectTeamMember',
] as const;

/** Registries, of which there are none yet. */
export const registryResolvers = {
  Mutation: allComeLater('Registries and members of single projects', CHANGES),
  Organization: { advancedRegistryFeatures: () => ({ advancedSearch: false }) },
  Project: {
    allowAllArtifactTypesInRegistry: () => false,
    members: emptyList,
    teamMembers: emptyList,
  },
};
