import { defaultFieldResolver, type GraphQLFieldMap, type GraphQLSchema } from 'graphql';
import { signInFirst } from '../../../domains/accounts/index.ts';
import type { Context } from './context.ts';

/**
 * Who may call a resolver at the root. `checked-by-domain`: anyone gets in, the domain decides by the
 * actor; `signed-in`: nobody without a key or session, and then the domain decides; `public`: it tells
 * everyone the same.
 */
export type ResolverPolicy = 'public' | 'signed-in' | 'checked-by-domain';

type Policies = Readonly<Record<string, ResolverPolicy>>;

const QUERIES: Policies = {
  serverInfo: 'public',
  viewer: 'checked-by-domain',
  user: 'checked-by-domain',
  users: 'checked-by-domain',
  entity: 'checked-by-domain',
  organization: 'checked-by-domain',
  project: 'checked-by-domain',
  model: 'checked-by-domain',
  models: 'checked-by-domain',
  view: 'checked-by-domain',
  artifact: 'checked-by-domain',
  clientIDMapping: 'checked-by-domain',
  artifactCollection: 'checked-by-domain',
  launchAgent: 'checked-by-domain',
};

/** Nobody changes anything without having said who they are. */
const MUTATIONS: Policies = Object.fromEntries(
  [
    ...['createUser', 'updateUser', 'generateApiKey', 'deleteApiKey'],
    ...['createTeam', 'createInvite', 'deleteInvite', 'createServiceAccount'],
    ...['upsertModel', 'renameProject', 'deleteModel'],
    ...['upsertBucket', 'stopRun', 'deleteRun', 'updateRunState', 'rewindRun'],
    ...['notifyScriptableRunAlert', 'createRunFiles', 'markRunFilesUploaded', 'deleteFiles'],
    ...['createCustomChart', 'upsertView', 'deleteView'],
    ...['createAccessToken', 'updateAccessTokenProjects', 'revokeAccessToken'],
    ...['createArtifact', 'commitArtifact', 'createArtifactManifest', 'updateArtifactManifest'],
    ...['createArtifactFiles', 'completeMultipartUploadArtifact', 'useArtifact'],
    ...['updateArtifact', 'deleteArtifact', 'addAliases', 'deleteAliases'],
    ...['linkArtifact', 'unlinkArtifact', 'deleteArtifactSequence', 'deleteArtifactPortfolio'],
    ...['updateArtifactSequence', 'updateArtifactPortfolio', 'moveArtifactSequence'],
    ...['createArtifactCollectionTagAssignments', 'deleteArtifactCollectionTagAssignments'],
    ...['createProjectMembers', 'deleteProjectMembers'],
    ...['updateProjectMember', 'updateProjectTeamMember'],
    ...['upsertSweep', 'createAgent', 'agentHeartbeat', 'enqueueSweepRun'],
    ...['createFilterTrigger', 'updateFilterTrigger', 'deleteTrigger'],
    'createGenericWebhookIntegration',
    ...['createRunQueue', 'upsertRunQueue', 'createDefaultResourceConfig', 'deleteRunQueues'],
    ...['deleteFromRunQueue', 'pushToRunQueueByName', 'pushToRunQueue', 'popFromRunQueue'],
    ...['ackRunQueueItem', 'failRunQueueItem', 'updateRunQueueItemWarning'],
    ...['createLaunchAgent', 'updateLaunchAgent'],
  ].map((name) => [name, 'signed-in'] as const),
);

/**
 * Puts the policy of each root resolver before it.
 * @throws Error for a root resolver without one: the server must not start with it
 */
export function requireResolverPolicies(
  schema: GraphQLSchema,
  policies: { readonly queries: Policies; readonly mutations: Policies } = {
    queries: QUERIES,
    mutations: MUTATIONS,
  },
): void {
  guard('Query', schema.getQueryType()?.getFields() ?? {}, policies.queries);
  guard('Mutation', schema.getMutationType()?.getFields() ?? {}, policies.mutations);
}

function guard(type: string, fields: GraphQLFieldMap<unknown, Context>, policies: Policies): void {
  for (const [name, field] of Object.entries(fields)) {
    const policy = policies[name];
    if (policy === undefined) throw new Error(`The resolver ${type}.${name} declares no policy`);
    if (policy !== 'signed-in') continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (root, args, context, info) => {
      if (context.actor.kind === 'anonymous') throw signInFirst();
      return resolve(root, args, context, info);
    };
  }
  const gone = Object.keys(policies).find((name) => !Object.hasOwn(fields, name));
  if (gone !== undefined) throw new Error(`There is a policy for ${type}.${gone}, but no resolver`);
}
