import { notFound, RunloomError } from '../../platform/errors.ts';
import { hashSecret, newToken } from '../../platform/tokens.ts';
import type { Authentication } from './authentication.ts';
import { type Authorization, requireUser } from './authorization.ts';
import { emailKey, type FoundInvitation } from './invitation-store.ts';
import { joinTeam } from './joining.ts';
import { requireWholeAccount } from './key-limits.ts';
import { checkName } from './names.ts';
import { checkPassword, type Passwords } from './passwords.ts';
import { checkEmail } from './people.ts';
import { createUser } from './provisioning.ts';
import { checkMayGive, readRole } from './roles.ts';
import type { AccountStores, Change } from './stores.ts';
import type { TeamLookup } from './team-lookup.ts';
import type {
  Actor,
  Entity,
  InvitationOperations,
  Invitee,
  InviteResult,
  MemberAdded,
  Session,
  User,
} from './types.ts';

const EXPIRES_MS = 7 * 24 * 3_600_000;
/** How who has the address names an invitation without its link. */
const OWN = /^own-(\d{1,15})$/;

/** Asking people into teams, and coming in by the link that was sent. */
export function createInvitations(deps: {
  stores: AccountStores;
  teams: TeamLookup;
  authorization: Authorization;
  authentication: Authentication;
  passwords: Passwords;
  change: Change;
  /** Told of who was made a member by an invitation, at once. */
  added: (event: MemberAdded) => Promise<void>;
  clock: () => number;
}): Omit<InvitationOperations, 'onMemberAdded'> {
  const { stores, teams, authorization, authentication, passwords, change, added, clock } = deps;

  const newLink = () => {
    const token = newToken();
    return { token, tokenHash: hashSecret(token), expiresAt: clock() + EXPIRES_MS };
  };

  /** The invitation while it can be used. @throws RunloomError('not_found' | 'gone') */
  const openOne = async (
    actor: Actor,
    token: string,
  ): Promise<{ found: FoundInvitation; team: Entity }> => {
    const found = await findOne(actor, token);
    if (found === null) throw notFound('This invitation');
    checkOpen(found, clock());
    const team = await stores.accounts.getEntity(found.entityId);
    if (team === null) throw gone('The team that it was for is no more.');
    return { found, team };
  };

  /** By its link; who is signed in with the address of one needs none. */
  const findOne = async (actor: Actor, token: string): Promise<FoundInvitation | null> => {
    const [, id] = OWN.exec(token) ?? [];
    if (id === undefined) return stores.invitations.find({ tokenHash: hashSecret(token) });
    const found = await stores.invitations.find({ id: Number(id) });
    const reader = actor.kind === 'user' ? await stores.accounts.getUser(actor.userId) : null;
    return found !== null && reader !== null && hasAddress(reader, found.email) ? found : null;
  };

  return {
    async invite(actor, teamName, invitee, roleName) {
      requireUser(actor);
      const team = await teams.find(actor, teamName, 'members');
      if ('email' in invitee) checkEmail(invitee.email);
      const link = newLink();
      const result = await change(async (inside): Promise<InviteResult> => {
        const after = await readRole(inside, team.organizationId, roleName);
        await checkMayGive(authorization, actor, team, { after });
        const user = await inviteeIn(inside, invitee);
        const known = user !== null && (await isKnownTo(inside, actor, team, user, invitee));
        if (user !== null) {
          const { teams: joined } = await inside.members.memberships(user.id);
          if (joined.has(team.id)) throw isThere(user.username, teamName);
        }
        if (user !== null && known) {
          await joinTeam(inside, team, user.id, after);
          return { kind: 'member', user, invitedAt: clock() };
        }
        if (!('email' in invitee)) throw notFound(`The user "${invitee.username}"`);
        await inside.invitations.withdrawExpired(team.id, invitee.email, clock());
        const invitation = await inside.invitations.insert({
          entityId: team.id,
          email: invitee.email,
          given: after,
          tokenHash: link.tokenHash,
          createdBy: actor.userId,
          now: clock(),
          expiresAt: link.expiresAt,
        });
        if (!invitation) throw isThere(invitee.email, teamName);
        return { kind: 'invitation', invitation, token: link.token };
      });
      if (result.kind === 'member') {
        await added({ user: result.user.id, team, role: roleName, by: actor.userId });
      }
      return result;
    },

    async listInvitations(actor, team) {
      const resource = { kind: 'entity', entityId: team.id } as const;
      if (!(await authorization.may(actor, 'members', resource))) return [];
      return stores.invitations.list(team.id);
    },

    async resendInvitation(actor, teamName, id) {
      const team = await teams.find(actor, teamName, 'members');
      const link = newLink();
      const invitation = await stores.invitations.renew(team.id, id, link);
      if (invitation === null) throw notFound('This invitation');
      return { invitation, token: link.token };
    },

    async withdrawInvitation(actor, teamName, id) {
      const team = await teams.find(actor, teamName, 'members');
      if (!(await stores.invitations.withdraw(team.id, id, clock()))) {
        throw notFound('This invitation');
      }
    },

    async readInvitation(actor, token) {
      const { found, team } = await openOne(actor, token);
      const [organization, inviter, owner, reader] = await Promise.all([
        team.organizationId === null ? null : stores.accounts.getOrganization(team.organizationId),
        stores.accounts.getUser(found.createdBy),
        stores.search.findByEmail(found.email),
        actor.kind === 'user' ? stores.accounts.getUser(actor.userId) : null,
      ]);
      const next =
        reader !== null
          ? hasAddress(reader, found.email)
            ? 'join'
            : 'other-person'
          : owner === null
            ? 'create-account'
            : 'sign-in';
      return {
        team: team.name,
        organization: organization?.name ?? null,
        email: found.email,
        role: found.role,
        customRole: found.custom?.name ?? null,
        invitedBy: inviter?.displayName ?? 'a former member',
        expiresAt: found.expiresAt,
        next,
      };
    },

    async acceptInvitation(actor, token, { account, visit }) {
      const { found, team } = await openOne(actor, token);
      const given = { role: found.role, custom: found.custom };
      if (actor.kind === 'user') {
        requireWholeAccount(actor);
        await change(async (inside) => {
          const reader = await inside.accounts.getUser(actor.userId);
          if (reader === null || !hasAddress(reader, found.email)) throw otherPerson(found.email);
          await useUp(inside, found, reader, clock());
          const { teams: joined } = await inside.members.memberships(reader.id);
          if (!joined.has(team.id)) await joinTeam(inside, team, reader.id, given);
        });
        return { team: team.name, session: null };
      }
      if (await stores.search.findByEmail(found.email)) {
        throw new RunloomError(
          'unauthenticated',
          `${found.email} has an account here already. Sign in with it, then open the link again.`,
        );
      }
      if (account === null) {
        throw new RunloomError('invalid', 'Choose a user name and a password to accept.');
      }
      checkName('user', account.username);
      checkPassword(account.password, account.username);
      const passwordHash = await passwords.hash(account.password);
      const user = await change(async (inside) => {
        const created = await createUser(inside, {
          username: account.username,
          input: {
            email: found.email,
            ...(account.displayName !== undefined && { displayName: account.displayName }),
          },
          passwordHash,
          now: clock(),
        });
        if (created === null) {
          throw new RunloomError('conflict', `The name "${account.username}" is taken.`);
        }
        await useUp(inside, found, created, clock());
        await joinTeam(inside, team, created.id, given);
        return created;
      });
      const session: Session = await authentication.openSession(user.id, 'password', visit);
      return { team: team.name, session };
    },
  };

  /**
   * Who is named is a member at once when the inviter may know them: by their name, or by an address
   * when both belong to the organization. Other addresses get a link, whether they are somebody's or not.
   */
  async function isKnownTo(
    inside: AccountStores,
    actor: Actor,
    team: Entity,
    user: User,
    invitee: Invitee,
  ): Promise<boolean> {
    if ('username' in invitee || (actor.kind === 'user' && actor.isAdmin)) return true;
    const { organizations } = await inside.members.memberships(user.id);
    return team.organizationId !== null && organizations.has(team.organizationId);
  }
}

const hasAddress = ({ email }: User, address: string): boolean =>
  email !== null && emailKey(email) === emailKey(address);

async function useUp(
  { invitations }: AccountStores,
  found: FoundInvitation,
  user: User,
  now: number,
): Promise<void> {
  if (await invitations.use(found.id, user.id, now)) return;
  throw gone('It was used or taken back at this very moment.');
}

function checkOpen(found: FoundInvitation, now: number): void {
  const on = (at: number) => new Date(at).toISOString().slice(0, 10);
  if (found.usedAt !== null) {
    throw gone(
      `It was used on ${on(found.usedAt)}, and works once. If that was you, sign in; if not, tell who invited you.`,
    );
  }
  if (found.withdrawnAt !== null) {
    throw gone('It was taken back. Ask who invited you for another one.');
  }
  if (found.expiresAt <= now) {
    throw gone(`It expired on ${on(found.expiresAt)}. Ask who invited you to send it again.`);
  }
}

function gone(why: string): RunloomError {
  return new RunloomError('gone', `This invitation can not be used any more. ${why}`);
}

function otherPerson(email: string): RunloomError {
  return new RunloomError(
    'forbidden',
    `This invitation is for ${email}, and your account has another address. Sign out, and open the link again.`,
  );
}

/** Whom the invitation is for, when they have an account. */
async function inviteeIn(stores: AccountStores, invitee: Invitee): Promise<User | null> {
  if ('email' in invitee) return stores.search.findByEmail(invitee.email);
  return stores.accounts.findUser(invitee.username);
}

function isThere(who: string, team: string): RunloomError {
  return new RunloomError('conflict', `${who} is in the team ${team}, or invited to it, already.`);
}
