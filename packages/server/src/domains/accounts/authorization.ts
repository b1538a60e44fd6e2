import { notFound, RunloomError, signInFirst } from '../../platform/errors.ts';
import type { Trace } from '../../platform/trail.ts';
import {
  highest,
  mayInEntity,
  mayInOrganization,
  mayInProject,
  mayWithScope,
  type ProjectStanding,
  type Standing,
} from './access.ts';
import type { Directory } from './directory.ts';
import { keyAllows, limitsOf, mayNotManage, mayOnlyRead, withKeyReach } from './key-limits.ts';
import type { Memberships } from './member-store.ts';
import type { ProjectGrant } from './project-member-store.ts';
import { traceOfRefusal } from './refusals.ts';
import type {
  AccessOperations,
  Action,
  Actor,
  Entity,
  EntityId,
  OrganizationId,
  ProjectRole,
  ProjectScope,
  Resource,
  UserActor,
} from './types.ts';

export interface Authorization extends Pick<AccessOperations, 'authorize' | 'may' | 'findOwner'> {
  /** How the actor stands to a user's personal entity or a team, whatever their key is limited to. */
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

  const extrasIn = async (actor: Actor, id: EntityId): Promise<readonly Action[]> =>
    actor.kind === 'anonymous'
      ? []
      : ((await directory.memberships(actor.userId)).extras.get(id) ?? []);

  const standingInOrganization = async (actor: Actor, id: OrganizationId): Promise<Standing> => {
    if (actor.kind === 'anonymous') return 'none';
    if (actor.isAdmin) return 'admin';
    const own = await directory.memberships(actor.userId);
    return own.organizations.get(id) ?? 'none';
  };

  const mayInEntityById = async (actor: Actor, action: Action, id: EntityId): Promise<boolean> => {
    const entity = await directory.getEntity(id);
    if (entity === null) return false;
    return mayInEntity(await standingIn(actor, entity), action, await extrasIn(actor, id));
  };

  const mayInProjectOf = async (
    actor: Actor,
    action: Action,
    project: ProjectScope,
  ): Promise<boolean> => {
    const entity = await directory.getEntity(project.entityId);
    if (entity === null) return false;
    if (entity.kind === 'organization') return mayInOwned(actor, action, entity, project);
    const general = await standingIn(actor, entity);
    const isCreator = actor.kind === 'user' && project.createdBy === actor.userId;
    const standing = standingInProject(general, {
      extra: await extrasIn(actor, entity.id),
      grants: await grantsIn(actor, project.id),
      // What one is in the team says nothing about a project that only those who are named see.
      countsTeam: project.visibility !== 'restricted' || isCreator,
    });
    return mayInProject({ isCreator, ...standing }, project.visibility, action);
  };

  const grantsIn = async (actor: Actor, projectId: number): Promise<readonly ProjectGrant[]> =>
    actor.kind === 'anonymous'
      ? []
      : ((await directory.memberships(actor.userId)).projects.get(projectId) ?? []);

  /** A project of an organization: by the roles given in it, and what everyone there may do. */
  const mayInOwned = async (
    actor: Actor,
    action: Action,
    entity: Entity,
    project: ProjectScope,
  ): Promise<boolean> => {
    if (actor.kind === 'anonymous') return false;
    const general = await standingIn(actor, entity);
    const grants = await grantsIn(actor, project.id);
    const isHidden = project.visibility === 'private' || project.visibility === 'restricted';
    const ofAll = general === 'admin' || !isHidden ? general : 'none';
    const standing = highest([ofAll, ...grants.map(({ role }) => standingOf(role))]);
    const extra = grants.flatMap((grant) => grant.extra);
    return mayInProject({ standing, isCreator: false, extra }, 'team', action);
  };

  const may = async (actor: Actor, action: Action, resource: Resource): Promise<boolean> => {
    const limits = limitsOf(actor);
    if (limits !== null && !keyAllows(limits, action, resource)) return false;
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
    if (!known) throw withKeyReach(notFound(`This ${NOUN[resource.kind]}`), actor);
    throw forbidden(actor, action, resource);
  };

  return {
    standingIn,
    may,
    authorize,
    async findOwner(actor, name, action) {
      const entity = await directory.findEntity(name);
      if (entity === null) {
        throw actor.kind === 'anonymous'
          ? signInFirst()
          : withKeyReach(notFound(`This ${NOUN.entity}`), actor);
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

/**
 * In one project of a user or team: a role that was given to the person counts instead of the one they
 * have in the team, be it more or less; roles given to their teams only add. Admins stay admins.
 */
function standingInProject(
  general: Standing,
  {
    extra,
    grants,
    countsTeam,
  }: {
    extra: readonly Action[];
    grants: readonly ProjectGrant[];
    countsTeam: boolean;
  },
): Pick<ProjectStanding, 'standing' | 'isNamed' | 'extra'> {
  const isNamed = grants.length > 0;
  if (general === 'admin') return { standing: general, isNamed, extra };
  const isReplaced = grants.some(({ by }) => by === 'user') || !countsTeam;
  const base = isReplaced ? 'none' : general;
  return {
    standing: highest([base, ...grants.map(({ role }) => standingOf(role))]),
    isNamed,
    extra: [...(isReplaced ? [] : extra), ...grants.flatMap((grant) => grant.extra)],
  };
}

const standingOf = (role: ProjectRole): Standing =>
  role === 'restricted_viewer' ? 'viewer' : role;

const NOUN: Record<Resource['kind'], string> = {
  instance: 'instance',
  organization: 'organization',
  entity: 'user or team',
  project: 'project',
};

/** What is said of something that is not there, to each as if it were something they may not see. */
export const missingFor = (actor: Actor, what: string): RunloomError =>
  actor.kind === 'anonymous' ? signInFirst() : notFound(what);

/** What may be looked up by name depends on being someone: anonymous actors learn nothing. */
export function requireUser(actor: Actor): asserts actor is UserActor {
  if (actor.kind === 'anonymous') throw signInFirst();
}

const DEEDS: Readonly<Record<Exclude<Action, 'read' | 'manage'>, string>> = {
  write: 'write to it',
  delete: 'delete what is in it',
  report: 'write reports or shared views in it',
  protect: 'move its protected aliases',
  members: 'say who belongs to it',
};

function forbidden(actor: Actor, action: Action, resource: Resource): RunloomError {
  const limits = limitsOf(actor);
  if (limits !== null && !mayWithScope(limits.scope, action)) {
    return limits.scope === 'read' ? mayOnlyRead() : mayNotManage();
  }
  if (resource.kind === 'instance') {
    return new RunloomError('forbidden', 'Only an admin of this instance may do this.');
  }
  const noun = NOUN[resource.kind];
  return new RunloomError(
    'forbidden',
    action === 'manage' || action === 'read'
      ? `Only an admin or owner of this ${noun} may do this.`
      : `You may see this ${noun}, but not ${DEEDS[action]}.`,
  );
}
