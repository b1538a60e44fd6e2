import { notFound, RunloomError } from '../../platform/errors.ts';
import type { Trace } from '../../platform/trail.ts';
import { mayInEntity, mayInOrganization, mayInProject, type Standing } from './access.ts';
import type { Directory } from './directory.ts';
import type { Memberships } from './member-store.ts';
import { traceOfRefusal } from './refusals.ts';
import type {
  Accounts,
  Action,
  Actor,
  Entity,
  EntityId,
  OrganizationId,
  ProjectRole,
  ProjectScope,
  Resource,
} from './types.ts';

export interface Authorization extends Pick<Accounts, 'authorize' | 'may' | 'findOwner'> {
  /** How the actor stands to a user's personal entity or a team. */
  standingIn(actor: Actor, entity: Entity): Promise<Standing>;
}

/** Joins what is known of the actor with the tables of `access.ts`. */
export function createAuthorization(
  directory: Directory,
  refused: (trace: Trace) => void = () => undefined,
): Authorization {
  const standingIn = async (actor: Actor, entity: Entity): Promise<Standing> => {
    if (actor.kind === 'anonymous') return 'none';
    if (actor.isAdmin) return 'admin';
    const own = await directory.memberships(actor.userId);
    if (entity.kind === 'user') return own.entityId === entity.id ? 'admin' : 'none';
    if (entity.kind === 'organization') return standingInOwner(own, entity);
    if (entity.organizationId !== null && own.organizations.get(entity.organizationId) === 'admin')
      return 'admin';
    return own.teams.get(entity.id) ?? 'none';
  };

  const standingInOrganization = async (actor: Actor, id: OrganizationId): Promise<Standing> => {
    if (actor.kind === 'anonymous') return 'none';
    if (actor.isAdmin) return 'admin';
    const own = await directory.memberships(actor.userId);
    return own.organizations.get(id) ?? 'none';
  };

  const mayInEntityById = async (actor: Actor, action: Action, id: EntityId): Promise<boolean> => {
    const entity = await directory.getEntity(id);
    return entity !== null && mayInEntity(await standingIn(actor, entity), action);
  };

  const mayInProjectOf = async (
    actor: Actor,
    action: Action,
    project: ProjectScope,
  ): Promise<boolean> => {
    const entity = await directory.getEntity(project.entityId);
    if (entity === null) return false;
    const isCreator = actor.kind === 'user' && project.createdBy === actor.userId;
    if (entity.kind === 'organization') return mayInOwned(actor, action, entity, project);
    const standing = await standingIn(actor, entity);
    return mayInProject(standing, project.visibility, isCreator, action);
  };

  /** A project of an organization: by the roles given in it, and what everyone there may do. */
  const mayInOwned = async (
    actor: Actor,
    action: Action,
    entity: Entity,
    project: ProjectScope,
  ): Promise<boolean> => {
    if (actor.kind === 'anonymous') return false;
    const general = await standingIn(actor, entity);
    const { projects } = await directory.memberships(actor.userId);
    const ofAll = general === 'admin' || project.visibility !== 'private' ? general : 'none';
    const standing = highest([ofAll, ...(projects.get(project.id) ?? []).map(standingOf)]);
    return mayInProject(standing, 'team', false, action);
  };

  const may = async (actor: Actor, action: Action, resource: Resource): Promise<boolean> => {
    switch (resource.kind) {
      case 'instance':
        return actor.kind === 'user' && actor.isAdmin;
      case 'organization':
        return mayInOrganization(
          await standingInOrganization(actor, resource.organizationId),
          action,
        );
      case 'entity':
        return mayInEntityById(actor, action, resource.entityId);
      case 'project':
        return mayInProjectOf(actor, action, resource.project);
    }
  };

  const authorize = async (actor: Actor, action: Action, resource: Resource): Promise<void> => {
    if (await may(actor, action, resource)) return;
    refused(await traceOfRefusal(directory, action, resource));
    if (actor.kind === 'anonymous') throw signInFirst();
    // That there is an instance is no secret; anything else stays unknown to who may not read it.
    const known =
      resource.kind === 'instance' || (action !== 'read' && (await may(actor, 'read', resource)));
    throw known ? forbidden(action, resource) : notFound(`This ${NOUN[resource.kind]}`);
  };

  return {
    standingIn,
    may,
    authorize,
    async findOwner(actor, name, action) {
      const entity = await directory.findEntity(name);
      if (entity === null) {
        throw actor.kind === 'anonymous' ? signInFirst() : notFound(`This ${NOUN.entity}`);
      }
      await authorize(actor, action, { kind: 'entity', entityId: entity.id });
      return entity;
    },
  };
}

/** Members of an organization see what it owns; its admins make and change it. */
function standingInOwner(own: Memberships, { organizationId }: Entity): Standing {
  const role = organizationId === null ? undefined : own.organizations.get(organizationId);
  if (role === undefined) return 'none';
  return role === 'admin' ? 'admin' : 'viewer';
}

const standingOf = (role: ProjectRole): Standing =>
  role === 'restricted_viewer' ? 'viewer' : role;

const ORDER: readonly Standing[] = ['none', 'viewer', 'member', 'admin'];

function highest(standings: readonly Standing[]): Standing {
  return standings.reduce((best, one) => (ORDER.indexOf(one) > ORDER.indexOf(best) ? one : best));
}

const NOUN: Record<Resource['kind'], string> = {
  instance: 'instance',
  organization: 'organization',
  entity: 'user or team',
  project: 'project',
};

/** What an anonymous actor is told, whether the thing exists or not. */
export function signInFirst(): RunloomError {
  return new RunloomError('unauthenticated', 'Sign in or send an API key to do this.');
}

function forbidden(action: Action, resource: Resource): RunloomError {
  if (resource.kind === 'instance') {
    return new RunloomError('forbidden', 'Only an admin of this instance may do this.');
  }
  const noun = NOUN[resource.kind];
  return new RunloomError(
    'forbidden',
    action === 'manage'
      ? `Only an admin or owner of this ${noun} may do this.`
      : `You may see this ${noun}, but not write to it.`,
  );
}
