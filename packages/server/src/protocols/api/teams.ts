import {
  type CustomRoleView,
  type InvitationView,
  Invited,
  InviteInput,
  NewServiceAccount,
  NewTeamInput,
  RoleNameInput,
  ServiceAccountInput,
  TeamMemberView,
  TeamPage,
} from '@runloom/model';
import type {
  Actor,
  CustomRole,
  GivenRole,
  Invitation,
  InvitationId,
  User,
} from '../../domains/accounts/index.ts';
import { sendInvitation } from '../../domains/notifications/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { isCalled } from './find-person.ts';
import { numericId } from './numeric-id.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const MEMBER = '/teams/{team}/members/{username}' as const;
const INVITATION = '/teams/{team}/invitations/{id}' as const;

/** Teams as people run them in the page: members, roles, invitations, service accounts. */
export function teamRoutes(deps: ApiDeps): ApiRoute[] {
  return [...pageRoutes(deps), ...memberRoutes(deps), ...invitationRoutes(deps)];
}

function pageRoutes({ accounts }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/teams',
      summary: 'Create a team; you are its admin',
      policy: 'signed-in',
      body: NewTeamInput,
      answer: { json: TeamPage, alsoCreates: true },
      async handle({ actor, body, reply }) {
        const organization =
          body.organization === undefined
            ? undefined
            : await accounts.findOrganization(actor, body.organization);
        if (organization === null) throw notFound(`The organization "${body.organization}"`);
        const team = await accounts.createTeam(actor, {
          name: body.name,
          ...(organization && { organizationId: organization.id }),
        });
        reply.code(201);
        return readTeam(accounts, actor, team.name);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/teams/{team}',
      summary: 'A team, who belongs to it, and who was asked',
      policy: 'checked-by-domain',
      answer: { json: TeamPage },
      handle: ({ actor, params }) => readTeam(accounts, actor, params.team),
    }),
    defineRoute({
      method: 'POST',
      path: '/teams/{team}/service-accounts',
      summary: 'Create an account for programs of a team; its first key is shown this once',
      policy: 'checked-by-domain',
      body: ServiceAccountInput,
      answer: { json: NewServiceAccount, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const made = await accounts.createServiceAccount(actor, params.team, body.description);
        reply.code(201);
        return { username: made.username, key: await accounts.readServiceKey(actor, made) };
      },
    }),
  ];
}

function memberRoutes({ accounts }: ApiDeps): ApiRoute[] {
  const userNamed = async (actor: Actor, team: string, username: string): Promise<User> => {
    const entity = await accounts.findOwner(actor, team, 'read');
    const members = await accounts.listMembers(actor, entity);
    const found = members.find(({ user }) => isCalled(user.username, username));
    if (found === undefined) throw notFound(`The member "${username}"`);
    return found.user;
  };
  return [
    defineRoute({
      method: 'PUT',
      path: MEMBER,
      summary: 'Change the role of a member',
      policy: 'checked-by-domain',
      body: RoleNameInput,
      answer: { json: TeamMemberView },
      async handle({ actor, params, body }) {
        const { id } = await userNamed(actor, params.team, params.username);
        return memberView(await accounts.setMemberRole(actor, params.team, id, body.role), true);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: MEMBER,
      summary: 'Take someone out of a team, or leave it; a service account is deleted with it',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const { id } = await userNamed(actor, params.team, params.username);
        await accounts.removeMember(actor, params.team, id);
      },
    }),
  ];
}

function invitationRoutes({ accounts, mail }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/teams/{team}/invitations',
      summary: 'Ask someone into a team; who is not known gets a link, which is shown this once',
      policy: 'checked-by-domain',
      body: InviteInput,
      answer: { json: Invited, alsoCreates: true },
      async handle({ actor, params, body, request, reply }) {
        const { role, ...invitee } = body;
        const result = await accounts.invite(actor, params.team, invitee, role);
        reply.code(201);
        if (result.kind === 'member') {
          return { member: result.user.username, invitation: null, link: null };
        }
        await sendInvitation(mail, actor, params.team, result);
        return invited(result, request.baseUrl);
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${INVITATION}/resend`,
      summary: 'A new link for an invitation; the old one stops working',
      policy: 'checked-by-domain',
      answer: { json: Invited },
      async handle({ actor, params, request }) {
        const result = await accounts.resendInvitation(actor, params.team, invitationId(params.id));
        await sendInvitation(mail, actor, params.team, result);
        return invited(result, request.baseUrl);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: INVITATION,
      summary: 'Take an invitation back',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.withdrawInvitation(actor, params.team, invitationId(params.id));
      },
    }),
  ];
}

async function readTeam(
  accounts: ApiDeps['accounts'],
  actor: Actor,
  name: string,
): Promise<TeamPage> {
  const entity = await accounts.findOwner(actor, name, 'read');
  if (entity.kind !== 'team') throw notFound('This user or team');
  const resource = { kind: 'entity', entityId: entity.id } as const;
  const [members, canManageMembers, canManage, organization] = await Promise.all([
    accounts.listMembers(actor, entity),
    accounts.may(actor, 'members', resource),
    accounts.may(actor, 'manage', resource),
    entity.organizationId === null ? null : accounts.getOrganization(entity.organizationId),
  ]);
  const invitations = await accounts.listInvitations(actor, entity);
  return {
    name: entity.name,
    organization: organization?.name ?? null,
    members: members.map((member) => memberView(member, canManageMembers)),
    invitations: invitations.map(invitationView),
    roles: (await accounts.rolesIn(entity)).map(roleView),
    canManageMembers,
    canManage,
  };
}

function memberView(
  { user, role, custom }: { user: User } & GivenRole,
  seesEmail: boolean,
): TeamMemberView {
  return {
    username: user.username,
    displayName: user.displayName,
    email: seesEmail ? user.email : null,
    role,
    customRole: custom?.name ?? null,
    isService: user.serviceOf !== null,
  };
}

/** A role of an organization as pages show it. */
export function roleView({ name, base, permissions }: CustomRole): CustomRoleView {
  return { name, base, permissions: [...permissions] };
}

function invitationView(invitation: Invitation): InvitationView {
  const { id, email, role, custom, createdAt, expiresAt } = invitation;
  return { id, email, role, customRole: custom?.name ?? null, createdAt, expiresAt };
}

function invited(
  { invitation, token }: { invitation: Invitation; token: string },
  baseUrl: string,
): Invited {
  const link = `${baseUrl}/invitations/${token}`;
  return { member: null, invitation: invitationView(invitation), link };
}

const invitationId = (text: string): InvitationId =>
  numericId(text, 'This invitation') as InvitationId;
