import {
  OrganizationList,
  RegistryInput,
  RegistryList,
  RegistryMember,
  RegistryMemberList,
  RegistryRoleInput,
  RegistryView,
} from '@runloom/model';
import type { ProjectMemberId } from '../../domains/accounts/index.ts';
import { REGISTRY_PREFIX } from '../../domains/projects/index.ts';
import type { RegistryChange } from '../../domains/registries/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { findRegistry, ownerOf, registryView, registryViews } from './registry-views.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

/** Registries of organizations: what they hold stands under the routes of artifacts. */
export function registryRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, registries } = deps;

  async function memberNamed(kind: string, name: string): Promise<ProjectMemberId> {
    if (kind === 'users') {
      const user = await accounts.findUser(name);
      if (user !== null) return { kind: 'user', id: user.id };
    } else if (kind === 'teams') {
      const team = await accounts.findEntity(name);
      if (team?.kind === 'team') return { kind: 'team', id: team.id };
    }
    throw notFound(`The member ${name}`);
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/organizations',
      summary: 'Organizations that you belong to',
      policy: 'signed-in',
      answer: { json: OrganizationList },
      async handle({ actor }) {
        const { organizations } = await accounts.listAffiliations(actor, userOf(actor).userId);
        const listed: OrganizationList['organizations'] = [];
        for (const { name, id } of organizations) {
          const { entity } = await ownerOf(deps, actor, name);
          const resource = { kind: 'organization', organizationId: id } as const;
          const canManage = await accounts.may(actor, 'manage', resource);
          listed.push({ name, entity: entity.name, canManage });
        }
        return { organizations: listed };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/registries',
      summary: 'Registries that you may see, of all your organizations',
      policy: 'signed-in',
      answer: { json: RegistryList },
      async handle({ actor }) {
        const { organizations } = await accounts.listAffiliations(actor, userOf(actor).userId);
        const listed: RegistryView[] = [];
        for (const organization of organizations) {
          const { entity } = await ownerOf(deps, actor, organization.name);
          const found = await registries.list(actor, entity.name);
          listed.push(...(await registryViews(deps, actor, organization, found)));
        }
        return { registries: listed };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/organizations/{organization}/registries',
      summary: 'Registries of an organization, by name',
      policy: 'signed-in',
      answer: { json: RegistryList },
      async handle({ actor, params }) {
        const { organization, entity } = await ownerOf(deps, actor, params.organization);
        const found = await registries.list(actor, entity.name);
        return { registries: await registryViews(deps, actor, organization, found) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/organizations/{organization}/registries/{name}',
      summary: 'One registry',
      policy: 'signed-in',
      answer: { json: RegistryView },
      async handle({ actor, params }) {
        const { organization, registry } = await findRegistry(deps, actor, params);
        return registryView(deps, actor, organization, registry);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/organizations/{organization}/registries/{name}',
      summary: 'Make a registry, or change one; what is absent stays',
      policy: 'signed-in',
      body: RegistryInput,
      answer: { json: RegistryView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const { organization, entity } = await ownerOf(deps, actor, params.organization);
        const name = `${REGISTRY_PREFIX}${params.name}`;
        const { created, value } = await registries.put(actor, entity.name, name, given(body));
        reply.code(created ? 201 : 200);
        return registryView(deps, actor, organization, value);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/organizations/{organization}/registries/{name}',
      summary: 'Remove a registry; the versions that were linked into it stay where they were made',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        const { project } = await findRegistry(deps, actor, params);
        await projects.remove(actor, project.entityName, project.name);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/organizations/{organization}/registries/{name}/members',
      summary: 'Who has a role in a registry: people, then teams',
      policy: 'signed-in',
      answer: { json: RegistryMemberList },
      async handle({ actor, params }) {
        const { project } = await findRegistry(deps, actor, params);
        const members = await accounts.listProjectMembers(actor, project);
        return {
          members: members.map((member) =>
            'user' in member
              ? { kind: 'user' as const, name: member.user.username, role: member.role }
              : { kind: 'team' as const, name: member.team.name, role: member.role },
          ),
        };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/organizations/{organization}/registries/{name}/members/{kind}/{member}',
      summary: 'Give one of `users` or `teams` a role in a registry',
      policy: 'signed-in',
      body: RegistryRoleInput,
      answer: { json: RegistryMember },
      async handle({ actor, params, body }) {
        const { project } = await findRegistry(deps, actor, params);
        const id = await memberNamed(params.kind, params.member);
        await accounts.putProjectMembers(actor, project, [id], body.role, { keepsRoles: false });
        return { kind: id.kind, name: params.member, role: body.role };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/organizations/{organization}/registries/{name}/members/{kind}/{member}',
      summary: 'Take a role in a registry away',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        const { project } = await findRegistry(deps, actor, params);
        const id = await memberNamed(params.kind, params.member);
        await accounts.removeProjectMembers(actor, project, [id]);
      },
    }),
  ];
}

/** What was sent, without what was not. */
function given(body: { [Key in keyof RegistryChange]: RegistryChange[Key] | undefined }) {
  const entries = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as RegistryChange;
}
