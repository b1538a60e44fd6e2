import { notFound, RunloomError } from '../../platform/errors.ts';
import { joinTeam } from './joining.ts';
import { checkName, isName } from './names.ts';
import { checkEmail } from './people.ts';
import { type ProvisioningDeps, requireUser } from './provisioning.ts';
import { buryServiceAccount, type ServiceAccounts } from './service-accounts.ts';
import type { AccountStores } from './stores.ts';
import type {
  Accounts,
  Actor,
  Entity,
  Invitee,
  InviteResult,
  OrganizationId,
  User,
  UserActor,
} from './types.ts';

/** What the organization is called that the first team of an instance needs. */
const FIRST_ORGANIZATION = 'default';

export type Teams = Pick<
  Accounts,
  | 'createTeam'
  | 'invite'
  | 'listInvitations'
  | 'withdrawInvitation'
  | 'removeMember'
  | 'createServiceAccount'
>;

/** Teams as their admins run them. */
export function createTeams(
  deps: Pick<
    ProvisioningDeps,
    'stores' | 'directory' | 'authorization' | 'authentication' | 'clock'
  > & { serviceAccounts: ServiceAccounts },
): Teams {
  const { stores, directory, authorization, authentication, serviceAccounts, clock } = deps;

  const change = async <T>(work: (inside: AccountStores) => Promise<T>): Promise<T> => {
    const result = await stores.transaction(work);
    directory.forget();
    authentication.forget();
    return result;
  };

  /** A team that the actor may see. */
  const teamNamed = async (actor: Actor, name: string): Promise<Entity> => {
    requireUser(actor);
    const team = isName(name) ? await stores.accounts.findEntity(name) : null;
    const resource = team && ({ kind: 'entity', entityId: team.id } as const);
    if (!team || !resource || !(await authorization.may(actor, 'read', resource))) {
      throw notFound(`The team "${name}"`);
    }
    if (team.kind !== 'team') {
      throw new RunloomError('invalid', `"${name}" is no team: it has no members.`);
    }
    return team;
  };

  const managedTeam = async (actor: Actor, name: string): Promise<Entity> => {
    const team = await teamNamed(actor, name);
    await authorization.authorize(actor, 'manage', { kind: 'entity', entityId: team.id });
    return team;
  };

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
      if (actor.kind !== 'user') throw notFound('This organization');
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
        await joinTeam(inside, team, adminId, 'admin');
        return team;
      });
    },

    async invite(actor, teamName, invitee, role) {
      const team = await managedTeam(actor, teamName);
      if ('email' in invitee) checkEmail(invitee.email);
      return change(async (inside): Promise<InviteResult> => {
        const user = await inviteeIn(inside, invitee);
        if (user !== null) {
          const { teams } = await inside.members.memberships(user.id);
          if (teams.has(team.id)) throw isThere(user.username, teamName);
          await joinTeam(inside, team, user.id, role);
          return { kind: 'member', user, invitedAt: clock() };
        }
        if (!('email' in invitee)) throw notFound(`The user "${invitee.username}"`);
        const invitation = await inside.invitations.insert({
          entityId: team.id,
          email: invitee.email,
          role,
          createdBy: (actor as UserActor).userId,
          now: clock(),
        });
        if (!invitation) throw isThere(invitee.email, teamName);
        return { kind: 'invitation', invitation };
      });
    },

    async listInvitations(actor, team) {
      const resource = { kind: 'entity', entityId: team.id } as const;
      if (!(await authorization.may(actor, 'manage', resource))) return [];
      return stores.invitations.list(team.id);
    },

    async withdrawInvitation(actor, teamName, id) {
      const team = await managedTeam(actor, teamName);
      if (!(await stores.invitations.delete(team.id, id))) throw notFound('This invitation');
    },

    async removeMember(actor, teamName, id) {
      const team = await teamNamed(actor, teamName);
      const isSelf = actor.kind === 'user' && actor.userId === id;
      if (!isSelf) await managedTeam(actor, teamName);
      await change(async (inside) => {
        if (!(await inside.members.deleteTeamMember(team.id, id))) throw notFound('This member');
        const user = await inside.accounts.getUser(id);
        if (user?.serviceOf === team.id) await buryServiceAccount(inside, user, clock());
      });
    },

    async createServiceAccount(actor, teamName, description) {
      const team = await managedTeam(actor, teamName);
      return change((inside) => serviceAccounts.create(inside, team, description));
    },
  };
}

async function userNamed({ accounts }: AccountStores, username: string): Promise<User> {
  const user = isName(username) ? await accounts.findUser(username) : null;
  if (!user) throw notFound(`The user "${username}"`);
  return user;
}

/** Whom the invitation is for, when they have an account. */
async function inviteeIn(stores: AccountStores, invitee: Invitee): Promise<User | null> {
  if ('email' in invitee) return stores.search.findByEmail(invitee.email);
  return isName(invitee.username) ? stores.accounts.findUser(invitee.username) : null;
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

function isThere(who: string, team: string): RunloomError {
  return new RunloomError('conflict', `${who} is in the team ${team}, or invited to it, already.`);
}
