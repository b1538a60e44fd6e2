import { MemberView, OrganizationView, RoleInput, TeamView } from '@runloom/model';
import type { FastifyReply } from 'fastify';
import type { PutResult } from '../../domains/accounts/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const ORGANIZATION = '/admin/organizations/{org}' as const;
const TEAM = `${ORGANIZATION}/teams/{team}` as const;

/**
 * Provisioning of organizations, teams and their members: by instance admins, and inside an
 * organization or team by its own admins, as the domain decides.
 */
export function adminOrganizationRoutes(deps: ApiDeps): ApiRoute[] {
  return [...organizationRoutes(deps), ...teamRoutes(deps)];
}

function organizationRoutes({ accounts }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'PUT',
      path: ORGANIZATION,
      summary: 'Create an organization',
      policy: 'instance-admin',
      answer: { json: OrganizationView, alsoCreates: true },
      async handle({ actor, params, reply }) {
        const { name } = answered(reply, await accounts.putOrganization(actor, params.org));
        return { name };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: ORGANIZATION,
      summary: 'Delete an organization',
      policy: 'instance-admin',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteOrganization(actor, params.org);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${ORGANIZATION}/members/{username}`,
      summary: 'Make a user a member of an organization, or change their role',
      policy: 'signed-in',
      body: RoleInput,
      answer: { json: MemberView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const { org, username } = params;
        return answered(
          reply,
          await accounts.putOrganizationMember(actor, org, username, body.role),
        );
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${ORGANIZATION}/members/{username}`,
      summary: 'Take a user out of an organization',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteOrganizationMember(actor, params.org, params.username);
      },
    }),
  ];
}

function teamRoutes({ accounts }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'PUT',
      path: TEAM,
      summary: 'Create a team, which owns projects as a user does',
      policy: 'signed-in',
      answer: { json: TeamView, alsoCreates: true },
      async handle({ actor, params, reply }) {
        const { name } = answered(reply, await accounts.putTeam(actor, params.org, params.team));
        return { name, organization: params.org };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: TEAM,
      summary: 'Delete a team',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteTeam(actor, params.org, params.team);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${TEAM}/members/{username}`,
      summary: 'Make a user a member of a team, or change their role',
      policy: 'signed-in',
      body: RoleInput,
      answer: { json: MemberView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const { org, team, username } = params;
        return answered(reply, await accounts.putTeamMember(actor, org, team, username, body.role));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${TEAM}/members/{username}`,
      summary: 'Take a user out of a team',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteTeamMember(actor, params.org, params.team, params.username);
      },
    }),
  ];
}

/** 201 tells that it is new. */
function answered<T>(reply: FastifyReply, put: PutResult<T>): T {
  reply.code(put.created ? 201 : 200);
  return put.value;
}
