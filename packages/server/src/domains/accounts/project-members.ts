import { notFound, RunloomError } from '../../platform/errors.ts';
import type { Authorization } from './authorization.ts';
import type { Directory } from './directory.ts';
import type { AccountStores } from './stores.ts';
import type { Accounts, Actor, Entity, ProjectMemberId, ProjectScope } from './types.ts';

export type ProjectMembers = Pick<
  Accounts,
  'listProjectMembers' | 'putProjectMembers' | 'removeProjectMembers'
>;

/** Who has a role in one project of an organization. */
export function createProjectMembers(deps: {
  stores: AccountStores;
  directory: Directory;
  authorization: Authorization;
}): ProjectMembers {
  const { stores, directory, authorization } = deps;

  async function ownerOf(actor: Actor, project: ProjectScope): Promise<Entity> {
    await authorization.authorize(actor, 'manage', { kind: 'project', project });
    const entity = await directory.getEntity(project.entityId);
    if (entity?.kind === 'organization') return entity;
    throw new RunloomError(
      'invalid',
      'Only projects of organizations have members of their own; others belong to a user or a team.',
    );
  }

  /** Whoever is outside of the organization must join it first, unless an instance admin lets them in. */
  async function checkBelongs(
    actor: Actor,
    owner: Entity,
    { kind, id }: ProjectMemberId,
  ): Promise<void> {
    if (actor.kind === 'user' && actor.isAdmin) return;
    const { organizationId } = owner;
    if (kind === 'team') {
      const team = await directory.getEntity(id);
      if (team?.kind === 'team' && team.organizationId === organizationId) return;
      throw notFound('The team in this organization');
    }
    const memberships = await directory.memberships(id);
    if (organizationId !== null && memberships.organizations.has(organizationId)) return;
    throw notFound('The user in this organization');
  }

  return {
    async listProjectMembers(actor, project) {
      await authorization.authorize(actor, 'read', { kind: 'project', project });
      return stores.projectMembers.list(project.id);
    },

    async putProjectMembers(actor, project, members, role, { keepsRoles }) {
      const owner = await ownerOf(actor, project);
      for (const member of members) await checkBelongs(actor, owner, member);
      await stores.transaction(async (inside) => {
        for (const member of members) {
          await inside.projectMembers.put(project.id, member, role, keepsRoles);
        }
      });
      directory.forget();
    },

    async removeProjectMembers(actor, project, members) {
      await ownerOf(actor, project);
      await stores.transaction(async (inside) => {
        for (const member of members) await inside.projectMembers.remove(project.id, member);
      });
      directory.forget();
    },
  };
}
