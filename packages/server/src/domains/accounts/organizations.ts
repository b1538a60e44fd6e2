import { notFound, RunloomError } from '../../platform/errors.ts';
import { joinTeam } from './joining.ts';
import { keepOrganizationAdmin, keepTeamAdmin } from './last-admin.ts';
import { checkName, isName } from './names.ts';
import type { OrganizationLookup } from './organization-lookup.ts';
import { type ProvisioningDeps, userNamed } from './provisioning.ts';
import { checkMayGive, readRole } from './roles.ts';
import { buryTeam } from './service-accounts.ts';
import type { AccountStores } from './stores.ts';
import type {
  Action,
  Actor,
  Entity,
  OrganizationId,
  OrganizationProvisioning,
  Role,
  User,
  UserId,
} from './types.ts';

/**
 * Organizations, teams and their members. Instance admins make organizations; their admins make
 * teams and choose members; the admins of a team choose its members.
 */
export function createOrganizationProvisioning(
  deps: Pick<ProvisioningDeps, 'stores' | 'authorization' | 'change' | 'clock'> & {
    organizations: OrganizationLookup;
  },
): OrganizationProvisioning {
  const { stores, authorization, organizations, change, clock } = deps;

  const teamFor = async (
    actor: Actor,
    organizationName: string,
    teamName: string,
    action: Action,
  ): Promise<Entity> => {
    const organization = await organizations.find(actor, organizationName, 'read');
    const team = isName(teamName) ? await stores.accounts.findEntity(teamName) : null;
    const what = `The team "${teamName}"`;
    if (team?.kind !== 'team' || team.organizationId !== organization.id) throw notFound(what);
    const resource = { kind: 'entity', entityId: team.id } as const;
    if (!(await authorization.may(actor, 'read', resource))) throw notFound(what);
    await authorization.authorize(actor, action, resource);
    return team;
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
      const { id } = await organizations.find(actor, name, 'manage');
      await change(async (inside) => {
        for (const team of await inside.accounts.listTeams(id)) {
          await buryTeam(inside, team.id, clock());
        }
        const owner = await inside.accounts.entityOfOrganization(id);
        if (owner !== null) await inside.accounts.buryOwner(owner.id, clock());
        const roles = await inside.roles.list(id);
        await inside.roles.delete(roles.map((role) => role.id));
        await inside.accounts.deleteOrganization(id);
      });
    },

    async putOrganizationMember(actor, organizationName, username, role) {
      const { id } = await organizations.find(actor, organizationName, 'manage');
      return change(async (inside) => {
        const user = await userNamed(inside, username);
        if (role !== 'admin') {
          const change = { actor, organization: id, userId: user.id, loss: 'is-demoted' } as const;
          await keepOrganizationAdmin(inside, change);
        }
        const created = await inside.members.putOrganizationMember(id, user.id, role, 'set-role');
        return member(created, user, role);
      });
    },

    async deleteOrganizationMember(actor, organizationName, username) {
      const { id } = await organizations.find(actor, organizationName, 'manage');
      await change(async (inside) => {
        const user = await userNamed(inside, username);
        await leaveOrganization(inside, { actor, organization: id, userId: user.id });
        const deleted = await inside.members.deleteOrganizationMember(id, user.id);
        if (!deleted) throw notFound(`The member "${username}"`);
      });
    },

    async putTeam(actor, organizationName, teamName) {
      const { id } = await organizations.find(actor, organizationName, 'manage');
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
      await organizations.find(actor, organizationName, 'manage');
      const team = await teamFor(actor, organizationName, teamName, 'manage');
      await change((inside) => buryTeam(inside, team.id, clock()));
    },

    async putTeamMember(actor, organizationName, teamName, username, role) {
      const team = await teamFor(actor, organizationName, teamName, 'members');
      return change(async (inside) => {
        const user = await userNamed(inside, username);
        const after = await readRole(inside, team.organizationId, role);
        const { teams } = await inside.members.memberships(user.id);
        const isSelf = actor.kind === 'user' && actor.userId === user.id;
        const before = teams.get(team.id);
        await checkMayGive(authorization, actor, team, { before, after, isSelf });
        if (after.role !== 'admin') {
          const change = { actor, team: team.id, userId: user.id, loss: 'is-demoted' } as const;
          await keepTeamAdmin(inside, change);
        }
        return member(await joinTeam(inside, team, user.id, after), user, role);
      });
    },

    async deleteTeamMember(actor, organizationName, teamName, username) {
      const team = await teamFor(actor, organizationName, teamName, 'members');
      await change(async (inside) => {
        const user = await userNamed(inside, username);
        const { teams } = await inside.members.memberships(user.id);
        await checkMayGive(authorization, actor, team, { before: teams.get(team.id) });
        const change = { actor, team: team.id, userId: user.id, loss: 'leaves' } as const;
        await keepTeamAdmin(inside, change);
        const deleted = await inside.members.deleteTeamMember(team.id, user.id);
        if (!deleted) throw notFound(`The member "${username}"`);
      });
    },
  };
}

/** In an organization and in all of its teams somebody must be left who is an admin. */
async function leaveOrganization(
  inside: AccountStores,
  leaving: { actor: Actor; organization: OrganizationId; userId: UserId },
): Promise<void> {
  const { actor, organization, userId } = leaving;
  await keepOrganizationAdmin(inside, { actor, organization, userId, loss: 'leaves' });
  const teams = await inside.accounts.listTeams(organization);
  for (const { id } of teams) {
    await keepTeamAdmin(inside, { actor, team: id, userId, loss: 'leaves' });
  }
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
