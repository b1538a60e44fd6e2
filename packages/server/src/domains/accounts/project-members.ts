import { invalid, notFound } from '../../platform/errors.ts';
import type { Authorization } from './authorization.ts';
import type { Directory } from './directory.ts';
import { readRole } from './roles.ts';
import type { AccountStores, Change } from './stores.ts';
import type {
  Actor,
  CustomRole,
  Entity,
  ProjectMemberId,
  ProjectMemberOperations,
  ProjectRole,
  ProjectScope,
} from './types.ts';

/** Who has a role in one project. */
export function createProjectMembers(deps: {
  stores: AccountStores;
  directory: Directory;
  authorization: Authorization;
  change: Change;
}): ProjectMemberOperations {
  const { stores, directory, authorization, change } = deps;

  async function ownerOf(actor: Actor, project: ProjectScope): Promise<Entity> {
    await authorization.authorize(actor, 'members', { kind: 'project', project });
    const entity = await directory.getEntity(project.entityId);
    if (entity === null) throw notFound('This project');
    return entity;
  }

  /**
   * Whoever is outside of the organization must join it first, unless an instance admin lets them in. A
   * personal project is shared with those who share a team or an organization with its owner.
   */
  async function checkBelongs(
    actor: Actor,
    owner: Entity,
    { kind, id }: ProjectMemberId,
  ): Promise<void> {
    if (actor.kind === 'anonymous') throw notFound('The user');
    if (actor.isAdmin) return;
    const own = await directory.memberships(actor.userId);
    if (kind === 'team') {
      const team = await directory.getEntity(id);
      const isNear =
        owner.kind === 'user' ? own.teams.has(id) : team?.organizationId === owner.organizationId;
      if (team?.kind === 'team' && isNear) return;
      throw notFound('The team in this organization');
    }
    const memberships = await directory.memberships(id);
    const { organizationId } = owner;
    const isNear =
      owner.kind === 'user'
        ? [...own.organizations.keys()].some((shared) => memberships.organizations.has(shared))
        : organizationId !== null && memberships.organizations.has(organizationId);
    if (!isNear) throw notFound('The user in this organization');
  }

  async function readProjectRole(
    { organizationId }: Entity,
    role: string,
  ): Promise<{ role: ProjectRole; custom: CustomRole | null }> {
    if (role === 'restricted_viewer') return { role, custom: null };
    return readRole(stores, organizationId, role);
  }

  return {
    async listProjectMembers(actor, project) {
      await authorization.authorize(actor, 'read', { kind: 'project', project });
      return stores.projectMembers.list(project.id);
    },

    async putProjectMembers(actor, project, members, role, { keepsRoles }) {
      const owner = await ownerOf(actor, project);
      if (project.visibility === 'private' && owner.kind !== 'organization') {
        throw invalid(
          'A private project is for its owner alone. Make it restricted first, then say who may see it.',
        );
      }
      const given = await readProjectRole(owner, role);
      for (const member of members) await checkBelongs(actor, owner, member);
      await change(async (inside) => {
        for (const member of members) {
          await inside.projectMembers.put(project.id, member, given, keepsRoles);
        }
      });
    },

    async removeProjectMembers(actor, project, members) {
      await ownerOf(actor, project);
      await change(async (inside) => {
        for (const member of members) await inside.projectMembers.remove(project.id, member);
      });
    },

    async namedProjects(actor) {
      if (actor.kind === 'anonymous') return [];
      return [...(await directory.memberships(actor.userId)).projects.keys()];
    },
  };
}
