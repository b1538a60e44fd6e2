import type { Entity, Organization, User, UserActor } from '../../../domains/accounts/index.ts';
import { type Context, defaultEntity, getUser, type Resolver } from './context.ts';
import { encodeGlobalId } from './global-id.ts';

/** A user as others name them: all that is left of one who was deleted. */
export type UserSource = User | { readonly id: null };

const isKnown = (user: UserSource): user is User => user.id !== null;

/** The actor when they ask about themselves: only then private fields are answered. */
function asSelf(user: UserSource, { actor }: Context): UserActor | null {
  return actor.kind === 'user' && actor.userId === user.id ? actor : null;
}

async function findEntity(
  name: string | null | undefined,
  context: Context,
): Promise<Entity | null> {
  const { accounts } = context.deps;
  const wanted = name || defaultEntity(context.actor);
  const entity = wanted ? await accounts.findEntity(wanted) : null;
  if (entity === null) return null;
  const resource = { kind: 'entity', entityId: entity.id } as const;
  return (await accounts.may(context.actor, 'read', resource)) ? entity : null;
}

const userFields: Record<string, Resolver<UserSource>> = {
  id: (user) => encodeGlobalId('User', user.id ?? 0),
  name: (user) => (isKnown(user) ? user.displayName || user.username : 'deleted user'),
  username: (user) => (isKnown(user) ? user.username : 'deleted-user'),
  email: (user, _args, context) => (isKnown(user) && asSelf(user, context) ? user.email : null),
  admin: (user, _args, context) => (isKnown(user) && asSelf(user, context) ? user.isAdmin : null),
  flags: (user, _args, context) => (asSelf(user, context) ? '{}' : null),
  entity: (user) => (isKnown(user) ? user.username : null),
  deletedAt: () => null,
  async apiKeys(user, _args, context) {
    const self = asSelf(user, context);
    const keys = self === null ? [] : await context.deps.accounts.listApiKeys(self);
    return {
      edges: keys.map((key) => ({
        node: {
          id: encodeGlobalId('ApiKey', key.id),
          name: key.prefix,
          description: key.name,
        },
      })),
    };
  },
  async teams(user, _args, context) {
    const self = asSelf(user, context);
    const entities = self === null ? [] : await context.deps.accounts.listEntities(self);
    return { edges: entities.map(({ entity }) => ({ node: entity })) };
  },
};

const entityFields: Record<string, Resolver<Entity>> = {
  id: (entity) => encodeGlobalId('Entity', entity.id),
  isTeam: (entity) => entity.kind === 'team',
  organization: (entity, _args, { deps }) =>
    entity.organizationId === null ? null : deps.accounts.getOrganization(entity.organizationId),
};

const organizationFields: Record<string, Resolver<Organization>> = {
  id: (organization) => encodeGlobalId('Organization', organization.id),
  coreWeaveOrganizationId: () => null,
};

export const accountResolvers = {
  Query: {
    viewer: ((_root, _args, context) =>
      context.actor.kind === 'user'
        ? getUser(context, context.actor.userId)
        : null) satisfies Resolver<unknown>,
    entity: ((_root, { name }, context) => findEntity(name, context)) satisfies Resolver<
      unknown,
      { name?: string | null }
    >,
  },
  User: userFields,
  Entity: entityFields,
  Organization: organizationFields,
};
