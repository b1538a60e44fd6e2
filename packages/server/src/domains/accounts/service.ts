import type { Trace } from '../../platform/trail.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { createAccessRequests } from './access-requests.ts';
import { createApiKeys } from './api-keys.ts';
import { createAuthentication } from './authentication.ts';
import { createAuthorization } from './authorization.ts';
import { createDefaultEntity } from './default-entity.ts';
import { createDirectory } from './directory.ts';
import { createEnsureAdmin } from './first-admin.ts';
import { createInvitations } from './invitations.ts';
import { createOrganizationLookup } from './organization-lookup.ts';
import { createOrganizationPages } from './organization-pages.ts';
import { createOrganizationProvisioning } from './organizations.ts';
import { createPasswords } from './passwords.ts';
import { createPeople } from './people.ts';
import { createProjectMembers } from './project-members.ts';
import { createUserProvisioning } from './provisioning.ts';
import { builtIn, createRoles } from './roles.ts';
import { createServiceAccounts } from './service-accounts.ts';
import { createSessionOperations } from './session-operations.ts';
import type { SessionLimits } from './session-types.ts';
import { SESSION_LIMITS } from './sessions.ts';
import { type Change, createAccountStores } from './stores.ts';
import type { AccountTables } from './tables.ts';
import { createTeamLookup } from './team-lookup.ts';
import { createTeams } from './teams.ts';
import type { Accounts, Entity, MemberAdded, Role } from './types.ts';

/** Accounts over the metadata store. */
export function createAccounts(deps: {
  metadata: MetadataStore;
  /** What keys of service accounts are made of: 32 bytes; with others they stop being told. */
  secret: Uint8Array;
  /** 7 days without use and 30 in all unless given. */
  sessionLimits?: SessionLimits;
  /** Told of everything that `authorize` refuses. */
  refused?: (trace: Trace) => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}): Accounts {
  const clock = deps.clock ?? Date.now;
  const stores = createAccountStores(deps.metadata.db.withTables<AccountTables>());
  const limits = deps.sessionLimits ?? SESSION_LIMITS;
  const passwords = createPasswords();
  const directory = createDirectory(stores, clock);
  const authorization = createAuthorization(directory, deps.refused);
  const authentication = createAuthentication({ stores, passwords, clock, limits });
  const watchers = new Set<() => void>();
  const joinListeners: ((event: MemberAdded) => Promise<void>)[] = [];
  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };
  /** What was remembered is forgotten once a change is committed; who watches is told. */
  const changed = (): void => {
    directory.forget();
    // Also who has left a team that they were at home in, and the services of one that is gone.
    authentication.forget();
    tell();
  };
  const change: Change = async (work) => {
    const result = await stores.transaction(work);
    changed();
    return result;
  };
  const organizations = createOrganizationLookup({ stores, authorization });
  const teams = createTeamLookup({ stores, authorization });
  const shared = {
    stores,
    directory,
    authorization,
    authentication,
    passwords,
    organizations,
    teams,
    change,
    changed,
    tell,
    clock,
  };
  const serviceAccounts = createServiceAccounts({ ...shared, secret: deps.secret });

  return {
    authorize: authorization.authorize,
    may: authorization.may,

    authenticateKey: authentication.authenticateKey,
    ...createSessionOperations(shared),
    ensureAdmin: createEnsureAdmin(shared),

    getUser: directory.getUser,
    usernames: directory.usernames,
    findUser: directory.findUser,
    findUserByEmail: (email) => stores.search.findByEmail(email),
    findEntity: directory.findEntity,
    getEntity: directory.getEntity,
    findOwner: authorization.findOwner,
    entityOfOrganization: (id) => stores.accounts.entityOfOrganization(id),
    getOrganization: directory.getOrganization,

    async listEntities(actor) {
      if (actor.kind === 'anonymous') return [];
      const user = await directory.getUser(actor.userId);
      const personal = user ? await directory.getEntity(user.entityId) : null;
      const listed: { entity: Entity; role: Role }[] = [];
      const owned = actor.isAdmin
        ? await stores.accounts.listTeams()
        : await stores.accounts.listTeamsOf(actor.userId);
      for (const entity of personal ? [personal, ...owned] : owned) {
        if (!(await authorization.may(actor, 'read', { kind: 'entity', entityId: entity.id })))
          continue;
        const role = await authorization.standingIn(actor, entity);
        if (role !== 'none') listed.push({ entity, role });
      }
      return listed;
    },

    async listMembers(actor, entity) {
      await authorization.authorize(actor, 'read', { kind: 'entity', entityId: entity.id });
      if (entity.kind === 'team') return stores.members.listTeamMembers(entity.id);
      const owner = await directory.findUser(entity.name);
      return owner ? [{ user: owner, ...builtIn('admin') }] : [];
    },

    readServiceKey: serviceAccounts.readServiceKey,
    actFor: serviceAccounts.actFor,
    forgetAccess: changed,
    onAccessChange(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    ...createApiKeys(shared),
    ...createAccessRequests(shared),
    ...createInvitations({
      ...shared,
      async added(event) {
        for (const listener of joinListeners) await listener(event);
      },
    }),
    onMemberAdded: (listener) => void joinListeners.push(listener),
    ...createOrganizationPages(shared),
    ...createRoles(shared),
    ...createDefaultEntity(shared),
    ...createPeople(shared),
    ...createProjectMembers(shared),
    ...createTeams({ ...shared, serviceAccounts }),
    ...createUserProvisioning(shared),
    ...createOrganizationProvisioning(shared),
  };
}
