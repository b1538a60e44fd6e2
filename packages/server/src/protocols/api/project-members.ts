import { ProjectMemberList, ProjectView, RoleNameInput, TransferInput } from '@runloom/model';
import type { Actor, ProjectMemberId } from '../../domains/accounts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { notFound } from '../../platform/errors.ts';
import { projectView } from './account-views.ts';
import type { ApiDeps } from './deps.ts';
import { findPerson, isCalled } from './find-person.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { roleView } from './teams.ts';

const PROJECT = '/projects/{entity}/{project}' as const;

/** Who has a role in one project, and giving it to another owner. */
export function projectMemberRoutes({ accounts, projects, automations }: ApiDeps): ApiRoute[] {
  /** They write to webhooks and channels of the old owner, who is to hear of it no more by themselves. */
  async function pauseAutomations(actor: Actor, project: Project): Promise<void> {
    for (const { id, enabled } of await automations.listOfProject(project)) {
      if (enabled) await automations.update(actor, id, { enabled: false });
    }
  }

  /** The one a role is for, by name. Whether they exist is told to who shares something with them. */
  async function memberNamed(actor: Actor, kind: string, name: string): Promise<ProjectMemberId> {
    if (kind === 'user') {
      const user = await findPerson(accounts, actor, name);
      if (user !== null) return { kind, id: user.id };
    }
    if (kind === 'team') {
      const team = await accounts.findEntity(name);
      if (team?.kind === 'team') return { kind, id: team.id };
    }
    throw notFound(`The ${kind === 'team' ? 'team' : 'user'} "${name}"`);
  }

  return [
    defineRoute({
      method: 'GET',
      path: `${PROJECT}/members`,
      summary: 'Who was given a role in a project',
      policy: 'checked-by-domain',
      answer: { json: ProjectMemberList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        await accounts.authorize(actor, 'members', { kind: 'project', project });
        const [members, owner] = await Promise.all([
          accounts.listProjectMembers(actor, project),
          accounts.getEntity(project.entityId),
        ]);
        return {
          members: members.map((member) => ({
            kind: 'user' in member ? ('user' as const) : ('team' as const),
            name: 'user' in member ? member.user.username : member.team.name,
            role: member.custom?.name ?? member.role,
          })),
          roles: owner === null ? [] : (await accounts.rolesIn(owner)).map(roleView),
        };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${PROJECT}/members/{kind}/{member}`,
      summary: 'Give a person or a team a role in a project',
      policy: 'checked-by-domain',
      body: RoleNameInput,
      answer: 'nothing',
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'members');
        const member = await memberNamed(actor, params.kind, params.member);
        await accounts.putProjectMembers(actor, project, [member], body.role, {
          keepsRoles: false,
        });
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PROJECT}/members/{kind}/{member}`,
      summary: 'Take a role in a project away',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'members');
        const listed = await accounts.listProjectMembers(actor, project);
        for (const member of listed) {
          const [kind, name, id] =
            'user' in member
              ? (['user', member.user.username, member.user.id] as const)
              : (['team', member.team.name, member.team.id] as const);
          if (kind !== params.kind || !isCalled(name, params.member)) continue;
          const named = (kind === 'user' ? { kind, id } : { kind, id }) as ProjectMemberId;
          return accounts.removeProjectMembers(actor, project, [named]);
        }
        throw notFound(`The member "${params.member}"`);
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PROJECT}/transfer`,
      summary: 'Give a project to another user or team; its old address stops working',
      policy: 'checked-by-domain',
      body: TransferInput,
      answer: { json: ProjectView },
      async handle({ actor, params, body }) {
        const before = await projects.find(actor, params.entity, params.project, 'manage');
        const moved = await projects.transfer(actor, params.entity, params.project, body.entity);
        if (moved.entityId !== before.entityId) await pauseAutomations(actor, moved);
        return projectView(accounts, actor, await projects.overview(moved));
      },
    }),
  ];
}
