import { type ApiKeyInfo, signInFirst, type User } from '../../../domains/accounts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { invalid, RunloomError } from '../../../platform/errors.ts';
import { pageSize, sliceConnection } from './connection.ts';
import { type Context, getUser, type Resolver } from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

/** A user as others name them: all that is left of one who was deleted. */
export type UserSource = User | { readonly id: null };

const PAGE = 50;
const isKnown = (user: UserSource): user is User => user.id !== null;

/** The user when the one who asks may know more of them than the name. */
function inConfidence(user: UserSource, { actor }: Context): User | null {
  if (!isKnown(user) || actor.kind === 'anonymous') return null;
  return actor.isAdmin || actor.userId === user.id ? user : null;
}

const affiliations = async (user: UserSource, { deps, actor }: Context) =>
  isKnown(user)
    ? deps.accounts.listAffiliations(actor, user.id)
    : { entities: [], organizations: [] };

/** Of a key that was just made, the whole key is told once in place of its beginning. */
const apiKeyNode = (info: ApiKeyInfo, key?: string) => ({
  id: encodeGlobalId('ApiKey', info.id),
  name: key ?? info.prefix,
  description: info.name,
});

const userFields: Record<string, Resolver<UserSource>> = {
  id: (user) => encodeGlobalId('User', user.id ?? 0),
  name: (user) => (isKnown(user) ? user.displayName || user.username : 'deleted user'),
  username: (user) => (isKnown(user) ? user.username : 'deleted-user'),
  email: (user, _args, context) => inConfidence(user, context)?.email ?? null,
  admin: (user, _args, context) => inConfidence(user, context)?.isAdmin ?? null,
  flags: (user, _args, context) => (inConfidence(user, context) ? '{}' : null),
  async entity(user, _args, context) {
    if (!isKnown(user)) return null;
    // Which of their teams a person logs to is for nobody else to know.
    const isTold = user.serviceOf !== null || inConfidence(user, context) !== null;
    return isTold ? context.deps.accounts.defaultEntityOf(user) : user.username;
  },
  deletedAt: () => null,
  photoUrl: () => null,
  async apiKeys(user, _args, { deps, actor }) {
    const keys = isKnown(user) ? await deps.accounts.listApiKeysOf(actor, user.id) : [];
    return { edges: keys.map((key) => ({ node: apiKeyNode(key) })) };
  },
  async teams(user, _args, context) {
    const { entities } = await affiliations(user, context);
    return { edges: entities.map((node) => ({ node })) };
  },
  organizations: async (user, _args, context) => (await affiliations(user, context)).organizations,
};

/**
 * A project in the list by which clients walk to all automations (wandb 0.31, `Api.automations()`). The
 * first of each owner tells of the owner's automations, too, so that each is told once.
 */
export interface ListedProject extends Project {
  readonly tellsOfOwner?: true;
}

/** Of whoever asks for their own: also those of their teams and the registries of their organizations. */
const userProjects: Resolver<UserSource, { first?: number | null; after?: string | null }> = async (
  user,
  { first, after },
  { deps, actor },
) => {
  const owners = isKnown(user) ? [await deps.accounts.getEntity(user.entityId)] : [];
  if (isKnown(user) && actor.kind === 'user' && actor.userId === user.id) {
    const { entities, organizations } = await deps.accounts.listAffiliations(actor, user.id);
    owners.push(...entities.filter(({ id }) => id !== user.entityId));
    for (const { id } of organizations) owners.push(await deps.accounts.entityOfOrganization(id));
  }
  const projects: ListedProject[] = [];
  for (const entity of owners) {
    const [one, ...others] = entity === null ? [] : await deps.projects.list(actor, entity);
    if (one !== undefined) projects.push({ ...one, tellsOfOwner: true }, ...others);
  }
  return sliceConnection(projects, pageSize(first, PAGE), after);
};

const viewer: Resolver<unknown> = (_root, _args, context) =>
  context.actor.kind === 'user' ? getUser(context, context.actor.userId) : null;

const user: Resolver<unknown, { userName: string }> = async (_root, { userName }, context) => {
  const { deps, actor } = context;
  const wanted = userName.toLowerCase();
  const found = await deps.accounts.searchUsers(actor, userName);
  const isWanted = ({ username, email }: User): boolean =>
    username.toLowerCase() === wanted || email?.toLowerCase() === wanted;
  return found.find(isWanted) ?? null;
};

const users: Resolver<unknown, { query?: string | null }> = async (_root, { query }, context) => {
  const { deps, actor } = context;
  const found = await deps.accounts.searchUsers(actor, query ?? '');
  return { edges: found.map((node) => ({ node })) };
};

const createUser: Resolver<unknown, { input: { email: string; admin?: boolean | null } }> = async (
  _root,
  { input },
  { deps, actor },
) => ({
  user: await deps.accounts.createUser(actor, {
    email: input.email,
    isAdmin: input.admin ?? false,
  }),
});

/** Everybody for themselves: an id, when there is one, must be that of the one who asks. */
const updateUser: Resolver<
  unknown,
  { input: { id?: string | null; defaultEntity?: string | null } }
> = async (_root, { input }, context) => {
  const actor = signedIn(context);
  if (input.id && decodeGlobalId('User', input.id) !== actor.userId) {
    throw new RunloomError('forbidden', 'Only the user themselves may change this.');
  }
  if (input.defaultEntity) {
    await context.deps.accounts.setDefaultEntity(actor, input.defaultEntity);
  }
  return { user: await getUser(context, actor.userId) };
};

const generateApiKey: Resolver<unknown, { input: { description?: string | null } }> = async (
  _root,
  { input },
  context,
) => {
  const { key, info } = await context.deps.accounts.createApiKey(signedIn(context), {
    name: input.description || 'Made with wandb',
  });
  return { apiKey: apiKeyNode(info, key) };
};

const deleteApiKey: Resolver<unknown, { input: { id: string } }> = async (
  _root,
  { input },
  context,
) => {
  const actor = signedIn(context);
  const id = decodeGlobalId('ApiKey', input.id);
  if (id === null) throw invalid(`${JSON.stringify(input.id)} is not the id of an API key.`);
  await context.deps.accounts.revokeApiKey(actor, id);
  return { success: true };
};

function signedIn({ actor }: Context) {
  if (actor.kind === 'user') return actor;
  throw signInFirst();
}

export const accountResolvers = {
  Query: { viewer, user, users },
  Mutation: { createUser, updateUser, generateApiKey, deleteApiKey },
  User: { ...userFields, projects: userProjects },
};
