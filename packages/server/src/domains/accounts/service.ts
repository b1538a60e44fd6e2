import type { MetadataStore } from '../../stores/metadata/types.ts';
import { createAuthentication } from './authentication.ts';
import { createAuthorization } from './authorization.ts';
import { createDirectory } from './directory.ts';
import { createEnsureAdmin } from './first-admin.ts';
import { createOrganizationProvisioning } from './organizations.ts';
import { createPasswords } from './passwords.ts';
import { createUserProvisioning } from './provisioning.ts';
import { createAccountStores } from './stores.ts';
import type { AccountTables } from './tables.ts';
import type { Accounts, Entity, Role } from './types.ts';

/** Accounts over the metadata store. `clock` gives milliseconds since the epoch. */
export function createAccounts(deps: { metadata: MetadataStore; clock?: () => number }): Accounts {
  const clock = deps.clock ?? Date.now;
  const stores = createAccountStores(deps.metadata.db.withTables<AccountTables>());
  const passwords = createPasswords();
  const directory = createDirectory(stores, clock);
  const authorization = createAuthorization(directory);
  const authentication = createAuthentication({ stores, passwords, clock });
  const shared = { stores, directory, authorization, authentication, passwords, clock };

  return {
    authorize: authorization.authorize,
    may: authorization.may,

    authenticateKey: authentication.authenticateKey,
    authenticateSession: authentication.authenticateSession,
    signIn: authentication.signIn,
    redeemSignInLink: authentication.redeemSignInLink,
    signOut: authentication.signOut,
    listApiKeys: authentication.listApiKeys,
    createApiKey: authentication.createApiKey,
    revokeApiKey: authentication.revokeApiKey,
    changePassword: authentication.changePassword,
    ensureAdmin: createEnsureAdmin(shared),

    getUser: directory.getUser,
    findUser: directory.findUser,
    findEntity: directory.findEntity,
    getEntity: directory.getEntity,
    getOrganization: (id) => stores.accounts.getOrganization(id),

    async listEntities(actor) {
      if (actor.kind === 'anonymous') return [];
      const user = await directory.getUser(actor.userId);
      const personal = user ? await directory.getEntity(user.entityId) : null;
      const listed: { entity: Entity; role: Role }[] = [];
      const teams = actor.isAdmin
        ? await stores.accounts.listTeams()
        : await stores.accounts.listTeamsOf(actor.userId);
      for (const entity of personal ? [personal, ...teams] : teams) {
        const role = await authorization.standingIn(actor, entity);
        if (role !== 'none') listed.push({ entity, role });
      }
      return listed;
    },

    async listMembers(actor, entity) {
      await authorization.authorize(actor, 'read', { kind: 'entity', entityId: entity.id });
      if (entity.kind === 'team') return stores.members.listTeamMembers(entity.id);
      const owner = await directory.findUser(entity.name);
      return owner ? [{ user: owner, role: 'admin' }] : [];
    },

    ...createUserProvisioning(shared),
    ...createOrganizationProvisioning(shared),
  };
}
