import {
  CustomRoleInput,
  CustomRoleView,
  MemberView,
  OrganizationChange,
  OrganizationPage,
  RoleInput,
} from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { isCalled } from './find-person.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { roleView } from './teams.ts';

const ORGANIZATION = '/organizations/{organization}' as const;

/** The page of an organization: its teams, people, roles, and who sees what is new. */
export function organizationRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: ORGANIZATION,
      summary: 'An organization that you belong to',
      policy: 'signed-in',
      answer: { json: OrganizationPage },
      handle: ({ actor, params }) => read(deps, actor, params.organization),
    }),
    defineRoute({
      method: 'PATCH',
      path: ORGANIZATION,
      summary: 'Change who sees new projects, and whether any may be public',
      policy: 'signed-in',
      body: OrganizationChange,
      answer: { json: OrganizationPage },
      async handle({ actor, params, body }) {
        const { defaultVisibility, allowsPublic } = body;
        await accounts.setAudience(actor, params.organization, {
          ...(defaultVisibility !== undefined && { defaultVisibility }),
          ...(allowsPublic !== undefined && { allowsPublic }),
        });
        return read(deps, actor, params.organization);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${ORGANIZATION}/members/{username}`,
      summary: 'Change the role of somebody in an organization',
      policy: 'signed-in',
      body: RoleInput,
      answer: { json: MemberView },
      async handle({ actor, params, body }) {
        const { organization, username } = params;
        await checkBelongs(deps, actor, organization, username);
        return (await accounts.putOrganizationMember(actor, organization, username, body.role))
          .value;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${ORGANIZATION}/members/{username}`,
      summary: 'Take somebody out of an organization and all its teams',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteOrganizationMember(actor, params.organization, params.username);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${ORGANIZATION}/roles/{role}`,
      summary: 'Make a role of an organization, or change it for all who hold it',
      policy: 'signed-in',
      body: CustomRoleInput,
      answer: { json: CustomRoleView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const put = await accounts.putRole(actor, params.organization, params.role, body);
        reply.code(put.created ? 201 : 200);
        return roleView(put.value);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${ORGANIZATION}/roles/{role}`,
      summary: 'Delete a role of an organization; who holds it keeps its base',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteRole(actor, params.organization, params.role);
      },
    }),
  ];
}

async function read({ accounts }: ApiDeps, actor: Actor, name: string): Promise<OrganizationPage> {
  const read = await accounts.readOrganization(actor, name);
  const own = read.members.find(({ user }) => actor.kind === 'user' && user.id === actor.userId);
  return {
    name: read.name,
    role: read.canManage ? 'admin' : (own?.role ?? 'viewer'),
    ...read.audience,
    teams: read.teams.map((team) => ({ name: team.name })),
    members: read.members
      .filter(({ user }) => user.serviceOf === null)
      .map(({ user, role }) => ({
        username: user.username,
        displayName: user.displayName,
        role,
      })),
    roles: read.roles.map(roleView),
  };
}

/** The page changes roles only of who is there: others come by invitations into teams. */
async function checkBelongs(
  { accounts }: ApiDeps,
  actor: Actor,
  organization: string,
  username: string,
): Promise<void> {
  const members = await accounts.listOrganizationMembers(actor, organization);
  if (members.some(({ user }) => isCalled(user.username, username))) return;
  throw notFound(`The member "${username}"`);
}
