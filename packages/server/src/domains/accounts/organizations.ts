import { notFound, RunloomError } from '../../platform/errors.ts';
import { joinTeam } from './joining.ts';
import { checkName, isName } from './names.ts';
import { type ProvisioningDeps, requireUser } from './provisioning.ts';
import { buryTeam } from './service-accounts.ts';
import type { AccountStores } from './stores.ts';
import type { Accounts, Action, Actor, Entity, Organization, Role, User } from './types.ts';

export type OrganizationProvisioning = Pick<
  Accounts,
  | 'putOrganization'
  | 'deleteOrganization'
  | 'putOrganizationMember'
  | 'deleteOrganizationMember'
  | 'putTeam'
  | 'deleteTeam'
  | 'putTeamMember'
  | 'deleteTeamMember'
>;

/**
 * Organizations, teams and their members. Instance admins make organizations; their admins make
 * teams and choose members; the admins of a team choose its members.
 */
export function createOrganizationProvisioning(deps: ProvisioningDeps): OrganizationProvisioning {
  const { stores, directory, authentication, authorization, clock } = deps;

  /** Changes something in one transaction; what was remembered is forgotten once it is committed. */
  const change = async <T>(work: (inside: AccountStores) => Promise<T>): Promise<T> => {
    const result = await stores.transaction(work);
    directory.forget();
    // Also who has left a team that they were at home in, and the services of one that is gone.
    authentication.forget();
    return result;
  };

  const organizationFor = async (
    actor: Actor,
    action: Action,
    name: string,
  ): Promise<Organization> => {
    requireUser(actor);
    const organization = isName(name) ? await stores.accounts.findOrganization(name) : null;
    const what = `The organization "${name}"`;
    if (!organization) throw notFound(what);
    const resource = { kind: 'organization', organizationId: organization.id } as const;
    if (!(await authorization.may(actor, 'read', resource))) throw notFound(what);
    await authorization.authorize(actor, action, resource);
    return organization;
  };

  const teamFor = async (
    actor: Actor,
    organizationName: string,
    teamName: string,
  ): Promise<{ team: Entity }> => {
    const organization = await organizationFor(actor, 'read', organizationName);
    const team = isName(teamName) ? await stores.accounts.findEntity(teamName) : null;
    const what = `The team "${teamName}"`;
    if (team?.kind !== 'team' || team.organizationId !== organization.id) throw notFound(what);
    const resource = { kind: 'entity', entityId: team.id } as const;
    if (!(await authorization.may(actor, 'read', resource))) throw notFound(what);
    await authorization.authorize(actor, 'manage', resource);
    return { team };
  };

  return {
    async putOrganization(actor, name) {
      await authorization.authorize(actor, 'manage', { kind: 'instance' });
      checkName('organization', name);
      return change(async ({ accounts }) => {
        const created = await accounts.insertOrganization(name, clock());
        if (created) return { created: true, value: created };
        return { created: false, value: await known(accounts.findOrganization(name)) };
      });
    },

    async deleteOrganization(actor, name) {
      await authorization.authorize(actor, 'manage', { kind: 'instance' });
      const { id } = await organizationFor(actor, 'manage', name);
      await change(async (inside) => {
        for (const team of await inside.accounts.listTeams(id)) {
          await buryTeam(inside, team.id, clock());
        }
        const owner = await inside.accounts.entityOfOrganization(id);
        if (owner !== null) await inside.accounts.buryOwner(owner.id, clock());
        await inside.accounts.deleteOrganization(id);
      });
    },

    async putOrganizationMember(actor, organizationName, username, role) {
      const { id } = await organizationFor(actor, 'manage', organizationName);
      return change(async (inside) => {
        const user = await userNamed(inside, username);
        const created = await inside.members.putOrganizationMember(id, user.id, role, 'set-role');
        return member(created, user, role);
      });
    },

    async deleteOrganizationMember(actor, organizationName, username) {
      const { id } = await organizationFor(actor, 'manage', organizationName);
      await change(async (inside) => {
        const user = await userNamed(inside, username);
        const deleted = await inside.members.deleteOrganizationMember(id, user.id);
        if (!deleted) throw notFound(`The member "${username}"`);
      });
    },

    async putTeam(actor, organizationName, teamName) {
      const { id } = await organizationFor(actor, 'manage', organizationName);
      checkName('team', teamName);
      return change(async ({ accounts }) => {
        const created = await accounts.insertEntity({
          name: teamName,
          kind: 'team',
          organizationId: id,
          now: clock(),
        });
        if (created) return { created: true, value: created };
        const existing = await known(accounts.findEntity(teamName));
        if (existing.kind === 'team' && existing.organizationId === id)
          return { created: false, value: existing };
        throw new RunloomError('conflict', `The name "${teamName}" is taken.`);
      });
    },

    async deleteTeam(actor, organizationName, teamName) {
      await organizationFor(actor, 'manage', organizationName);
      const { team } = await teamFor(actor, organizationName, teamName);
      await change((inside) => buryTeam(inside, team.id, clock()));
    },

    async putTeamMember(actor, organizationName, teamName, username, role) {
      const { team } = await teamFor(actor, organizationName, teamName);
      return change(async (inside) => {
        const user = await userNamed(inside, username);
        return member(await joinTeam(inside, team, user.id, role), user, role);
      });
    },

    async deleteTeamMember(actor, organizationName, teamName, username) {
      const { team } = await teamFor(actor, organizationName, teamName);
      await change(async (inside) => {
        const user = await userNamed(inside, username);
        const deleted = await inside.members.deleteTeamMember(team.id, user.id);
        if (!deleted) throw notFound(`The member "${username}"`);
      });
    },
  };
}

async function userNamed(stores: AccountStores, username: string): Promise<User> {
  const user = isName(username) ? await stores.accounts.findUser(username) : null;
  if (!user) throw notFound(`The user "${username}"`);
  return user;
}

/** What a refused insert says must be there; it can only have been deleted in this very moment. */
async function known<T>(lookup: Promise<T | null>): Promise<T> {
  const found = await lookup;
  if (found !== null) return found;
  throw new RunloomError('conflict', 'This was changed by someone else; try again.');
}

function member(created: boolean, user: User, role: Role) {
  return { created, value: { username: user.username, role } };
}
