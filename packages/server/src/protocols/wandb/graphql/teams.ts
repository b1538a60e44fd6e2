import type {
  Entity,
  GivenRole,
  Invitation,
  InvitationId,
  OrganizationId,
  User,
  UserId,
} from '../../../domains/accounts/index.ts';
import { sendInvitation } from '../../../domains/notifications/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { Context, Resolver } from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

type Maybe<T> = T | null | undefined;

/** A member as the client shows it. */
type MemberSource = Readonly<Record<string, string | boolean | null>>;

/**
 * Who belongs to a team, after those who are invited: the client takes the last one for the service
 * account that it just made.
 */
export async function listTeamMembers(
  entity: Entity,
  context: Context,
): Promise<readonly MemberSource[]> {
  const { deps, actor } = context;
  const [invitations, members, manages] = await Promise.all([
    deps.accounts.listInvitations(actor, entity),
    deps.accounts.listMembers(actor, entity),
    deps.accounts.may(actor, 'members', { kind: 'entity', entityId: entity.id }),
  ]);
  const inOrder = [...members].sort((one, other) => one.user.id - other.user.id);
  const joined = inOrder.map((member) => memberOf(member, manages, context));
  return [...invitations.map(invited), ...(await Promise.all(joined))];
}

async function memberOf(
  { user, role, custom }: { user: User } & GivenRole,
  manages: boolean,
  { deps, actor }: Context,
): Promise<MemberSource> {
  return {
    id: encodeGlobalId('User', user.id),
    admin: role === 'admin',
    pending: false,
    email: manages ? user.email : null,
    username: user.username,
    name: user.displayName || user.username,
    photoUrl: null,
    accountType: user.serviceOf === null ? 'USER' : 'SERVICE',
    apiKey: await deps.accounts.readServiceKey(actor, user),
    role: custom?.name ?? role,
  };
}

const invited = ({ id, email, role, custom }: Invitation): MemberSource => ({
  id: encodeGlobalId('Invitation', id),
  admin: role === 'admin',
  pending: true,
  email,
  username: null,
  name: email,
  photoUrl: null,
  accountType: 'USER',
  apiKey: null,
  role: custom?.name ?? role,
});

const createTeam: Resolver<
  unknown,
  {
    input: {
      teamName: string;
      teamAdminUserName?: Maybe<string>;
      organizationId?: Maybe<string>;
      storageBucketInfo?: Maybe<string>;
    };
  }
> = async (_root, { input }, { deps, actor }) => {
  if (input.storageBucketInfo) throw invalid('Teams have no buckets of their own.');
  const entity = await deps.accounts.createTeam(actor, {
    name: input.teamName,
    ...(input.teamAdminUserName && { admin: input.teamAdminUserName }),
    ...(input.organizationId && { organizationId: readOrganizationId(input.organizationId) }),
  });
  return { entity };
};

function readOrganizationId(id: string): OrganizationId {
  const number = decodeGlobalId('Organization', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of an organization.`);
  return number as OrganizationId;
}

const createInvite: Resolver<
  unknown,
  {
    input: {
      entityName: string;
      email?: Maybe<string>;
      username?: Maybe<string>;
      admin?: Maybe<boolean>;
    };
  }
> = async (_root, { input }, { deps, actor }) => {
  const { email, username } = input;
  const invitee = email ? { email } : username ? { username } : null;
  if (invitee === null) throw invalid('Name the user or the e-mail to invite.');
  const role = input.admin === true ? 'admin' : 'member';
  const result = await deps.accounts.invite(actor, input.entityName, invitee, role);
  if (result.kind === 'invitation') {
    await sendInvitation(deps.mail, actor, input.entityName, result);
    const { id, email: to, createdAt } = result.invitation;
    const invite = { id: encodeGlobalId('Invitation', id), name: to, email: to, createdAt };
    return { invite: { ...invite, toUser: null } };
  }
  const { user, invitedAt } = result;
  return {
    invite: {
      id: encodeGlobalId('User', user.id),
      name: user.username,
      email: email ?? null,
      createdAt: invitedAt,
      toUser: user,
    },
  };
};

/** The client names members and invitations by the same field. */
const deleteInvite: Resolver<
  unknown,
  { input: { id?: Maybe<string>; entityName?: Maybe<string> } }
> = async (_root, { input }, { deps, actor }) => {
  const { id, entityName } = input;
  if (!id || !entityName) throw invalid('Name the team, and the member or invitation to remove.');
  const user = decodeGlobalId('User', id);
  const invitation = decodeGlobalId('Invitation', id);
  if (user !== null) {
    await deps.accounts.removeMember(actor, entityName, user as UserId);
  } else if (invitation !== null) {
    await deps.accounts.withdrawInvitation(actor, entityName, invitation as InvitationId);
  } else {
    throw invalid(`${JSON.stringify(id)} is not the id of a member or an invitation.`);
  }
  return { success: true };
};

const createServiceAccount: Resolver<
  unknown,
  { input: { description: string; entityName: string } }
> = async (_root, { input }, { deps, actor }) => ({
  user: await deps.accounts.createServiceAccount(actor, input.entityName, input.description),
});

export const teamResolvers = {
  Mutation: { createTeam, createInvite, deleteInvite, createServiceAccount },
};
