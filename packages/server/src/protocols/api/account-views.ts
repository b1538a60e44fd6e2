import type { EntityView, ProjectView, SessionView, UserView } from '@runloom/model';
import type { Accounts, Actor, Entity, Role, User } from '../../domains/accounts/index.ts';
import type { ProjectOverview } from '../../domains/projects/index.ts';

export function userView(user: User): UserView {
  const { username, displayName, email, isAdmin } = user;
  return { username, displayName, email, isAdmin };
}

export async function entityView(
  accounts: Pick<Accounts, 'getOrganization'>,
  entity: Entity,
  role: Role,
): Promise<EntityView> {
  const { name, kind, organizationId } = entity;
  const organization =
    organizationId === null ? null : await accounts.getOrganization(organizationId);
  return { name, kind, organization: organization?.name ?? null, role };
}

/** Who the actor is and where they may create projects. */
export async function sessionView(
  accounts: Pick<
    Accounts,
    'getUser' | 'listEntities' | 'getOrganization' | 'listManagedOrganizations'
  >,
  actor: Actor,
  server: { baseUrl: string; version: string },
): Promise<SessionView> {
  const user = actor.kind === 'user' ? await accounts.getUser(actor.userId) : null;
  if (user === null) return { user: null, entities: [], managedOrganizations: [], ...server };
  const listed = await accounts.listEntities(actor);
  const entities = await Promise.all(
    listed.map(({ entity, role }) => entityView(accounts, entity, role)),
  );
  const managed = await accounts.listManagedOrganizations(actor);
  const managedOrganizations = managed.map(({ name }) => name);
  return { user: userView(user), entities, managedOrganizations, ...server };
}

export async function projectView(
  accounts: Pick<Accounts, 'may'>,
  actor: Actor,
  project: ProjectOverview,
): Promise<ProjectView> {
  const resource = { kind: 'project', project } as const;
  const [canWrite, canManage] = await Promise.all([
    accounts.may(actor, 'write', resource),
    accounts.may(actor, 'manage', resource),
  ]);
  const { entityName, name, visibility, description, createdAt } = project;
  const { lastActivityAt, runCount, runningCount } = project;
  return {
    entity: entityName,
    name,
    visibility,
    description,
    createdAt,
    lastActivityAt,
    runCount,
    runningCount,
    canWrite,
    canManage,
  };
}
