import { notFound, RunloomError } from '../../platform/errors.ts';
import { requireUser } from './authorization.ts';
import { joinTeam } from './joining.ts';
import { requireWholeAccount } from './key-limits.ts';
import { keepTeamAdmin } from './last-admin.ts';
import { checkName } from './names.ts';
import { type ProvisioningDeps, userNamed } from './provisioning.ts';
import { builtIn, checkMayGive, readRole } from './roles.ts';
import { buryServiceAccount, type ServiceAccounts } from './service-accounts.ts';
import type { AccountStores } from './stores.ts';
import type { TeamLookup } from './team-lookup.ts';
import type { OrganizationId, TeamOperations, UserActor } from './types.ts';

/** What the organization is called that the first team of an instance needs. */
const FIRST_ORGANIZATION = 'default';

export type Teams = Omit<TeamOperations, keyof ServiceAccounts>;

/** Teams as their admins run them. */
export function createTeams(
  deps: Pick<ProvisioningDeps, 'stores' | 'authorization' | 'change' | 'clock'> & {
    serviceAccounts: ServiceAccounts;
    teams: TeamLookup;
  },
): Teams {
  const { stores, authorization, serviceAccounts, teams, change, clock } = deps;

  /** Where a new team goes. @throws RunloomError('forbidden') when the actor manages no organization */
  const organizationFor = async (
    actor: UserActor,
    wanted: OrganizationId | undefined,
  ): Promise<OrganizationId | null> => {
    if (wanted !== undefined) {
      const resource = { kind: 'organization', organizationId: wanted } as const;
      await authorization.authorize(actor, 'manage', resource);
      if (await stores.accounts.getOrganization(wanted)) return wanted;
      throw notFound('This organization');
    }
    const own = await stores.accounts.listOrganizations(...(actor.isAdmin ? [] : [actor.userId]));
    for (const { id } of own) {
      const resource = { kind: 'organization', organizationId: id } as const;
      if (await authorization.may(actor, 'manage', resource)) return id;
    }
    if (actor.isAdmin) return null;
    throw new RunloomError(
      'forbidden',
      'Only an admin of an organization may create a team in it. Ask one, or an admin of this instance.',
    );
  };

  return {
    async createTeam(actor, { name, admin, organizationId }) {
      requireUser(actor);
      requireWholeAccount(actor);
      const existing = await organizationFor(actor, organizationId);
      checkName('team', name);
      return change(async (inside) => {
        const adminId = admin === undefined ? actor.userId : (await userNamed(inside, admin)).id;
        const team = await inside.accounts.insertEntity({
          name,
          kind: 'team',
          organizationId: existing ?? (await firstOrganization(inside, clock())),
          now: clock(),
        });
        if (!team) throw new RunloomError('conflict', `The name "${name}" is taken.`);
        await joinTeam(inside, team, adminId, builtIn('admin'));
        return team;
      });
    },

    async removeMember(actor, teamName, id) {
      const isSelf = actor.kind === 'user' && actor.userId === id;
      if (isSelf) requireWholeAccount(actor);
      const team = await teams.find(actor, teamName, isSelf ? 'read' : 'members');
      await change(async (inside) => {
        const { teams: joined } = await inside.members.memberships(id);
        if (!joined.has(team.id)) throw notFound('This member');
        if (!isSelf) {
          await checkMayGive(authorization, actor, team, { before: joined.get(team.id) });
        }
        await keepTeamAdmin(inside, { actor, team: team.id, userId: id, loss: 'leaves' });
        if (!(await inside.members.deleteTeamMember(team.id, id))) throw notFound('This member');
        const user = await inside.accounts.getUser(id);
        if (user?.serviceOf === team.id) await buryServiceAccount(inside, user, clock());
      });
    },

    async setMemberRole(actor, teamName, id, roleName) {
      const team = await teams.find(actor, teamName, 'members');
      return change(async (inside) => {
        const { teams: joined } = await inside.members.memberships(id);
        const before = joined.get(team.id);
        const user = await inside.accounts.getUser(id);
        if (before === undefined || user === null) throw notFound('This member');
        const after = await readRole(inside, team.organizationId, roleName);
        const isSelf = actor.kind === 'user' && actor.userId === id;
        await checkMayGive(authorization, actor, team, { before, after, isSelf });
        if (user.serviceOf !== null && after.role === 'admin') {
          throw new RunloomError('invalid', 'A service account is no admin: it manages nothing.');
        }
        if (after.role !== 'admin') {
          await keepTeamAdmin(inside, { actor, team: team.id, userId: id, loss: 'is-demoted' });
        }
        await inside.members.putTeamMember(team.id, id, after);
        return { user, ...after };
      });
    },

    async createServiceAccount(actor, teamName, description) {
      const team = await teams.find(actor, teamName, 'members');
      return change((inside) => serviceAccounts.create(inside, team, description));
    },
  };
}

async function firstOrganization(
  { accounts }: AccountStores,
  now: number,
): Promise<OrganizationId> {
  const created = await accounts.insertOrganization(FIRST_ORGANIZATION, now);
  const organization = created ?? (await accounts.findOrganization(FIRST_ORGANIZATION));
  if (organization) return organization.id;
  throw new RunloomError('conflict', 'This was changed by someone else; try again.');
}
