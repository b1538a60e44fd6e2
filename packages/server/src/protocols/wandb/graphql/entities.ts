import type { Entity, Organization } from '../../../domains/accounts/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { pageSize, sliceConnection } from './connection.ts';
import { type Context, defaultEntity, findProject, type Resolver } from './context.ts';
import { encodeGlobalId } from './global-id.ts';
import { listTeamMembers } from './teams.ts';

/** An owner of projects; an organization is one for its registries, of which there are none yet. */
type EntitySource = Entity | OrganizationEntity;

interface OrganizationEntity {
  readonly kind: 'organization';
  readonly name: string;
  readonly organization: Organization;
}

interface ProjectsArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filters?: string | null;
  readonly order?: string | null;
}

const PAGE = 50;

const isOwner = (entity: EntitySource): entity is Entity => entity.kind !== 'organization';

const mayRead = (entity: Entity, { deps, actor }: Context): Promise<boolean> =>
  deps.accounts.may(actor, 'read', { kind: 'entity', entityId: entity.id });

const findEntity: Resolver<unknown, { name?: string | null }> = async (
  _root,
  { name },
  context,
) => {
  const wanted = name || defaultEntity(context.actor);
  const entity = wanted ? await context.deps.accounts.findEntity(wanted) : null;
  return entity !== null && (await mayRead(entity, context)) ? entity : null;
};

const organization: Resolver<unknown, { name: string }> = (_root, { name }, { deps, actor }) =>
  deps.accounts.findOrganization(actor, name);

const entityFields: Record<string, Resolver<EntitySource>> = {
  id: (entity) =>
    isOwner(entity)
      ? encodeGlobalId('Entity', entity.id)
      : encodeGlobalId('OrganizationEntity', entity.organization.id),
  // A name that stands here is taken.
  available: () => false,
  photoUrl: () => null,
  readOnly: async (entity, _args, { deps, actor }) =>
    !isOwner(entity) ||
    !(await deps.accounts.may(actor, 'write', { kind: 'entity', entityId: entity.id })),
  readOnlyAdmin: () => false,
  isTeam: (entity) => entity.kind === 'team',
  entityType: (entity) => entity.kind,
  privateOnly: () => false,
  storageBytes: async (entity, _args, context) =>
    isOwner(entity) && (await mayRead(entity, context))
      ? (await context.deps.files.storageBytes(entity.id)) +
        (await context.deps.artifacts.storedBytes(entity.id))
      : 0,
  // What the client sends of its code is kept; whether it sends any is its own setting.
  codeSavingEnabled: () => true,
  defaultAccess: (entity) => (entity.kind === 'user' ? 'PRIVATE' : 'ENTITY_WRITE'),
  isPaid: () => false,
  limits: () => null,
  settings: () => null,
  members: async (entity, _args, context) =>
    isOwner(entity) && (await mayRead(entity, context)) ? listTeamMembers(entity, context) : [],
  async organization(entity, _args, { deps }) {
    if (!isOwner(entity)) return entity.organization;
    return entity.organizationId === null
      ? null
      : deps.accounts.getOrganization(entity.organizationId);
  },
  user: (entity, _args, { deps }) =>
    entity.kind === 'user' ? deps.accounts.findUser(entity.name) : null,
};

const entityProject: Resolver<EntitySource, { name?: string | null }> = (
  entity,
  { name },
  context,
) => (isOwner(entity) ? findProject(context, entity.name, name) : null);

const entityProjects: Resolver<EntitySource, ProjectsArgs> = async (entity, args, context) => {
  if (args.filters && !/^\s*(\{\s*\}|null)\s*$/.test(args.filters)) {
    throw invalid('Projects can not be filtered yet. Ask for all and choose among them.');
  }
  const { deps, actor } = context;
  const projects = isOwner(entity) ? await deps.projects.list(actor, entity) : [];
  return sliceConnection(projects, pageSize(args.first, PAGE), args.after);
};

const organizationFields: Record<string, Resolver<Organization>> = {
  id: ({ id }) => encodeGlobalId('Organization', id),
  orgEntity: (organization): OrganizationEntity => ({
    kind: 'organization',
    name: organization.name,
    organization,
  }),
  featureFlags: () => [],
  coreWeaveOrganizationId: () => null,
};

export const entityResolvers = {
  Query: { entity: findEntity, organization },
  Entity: { ...entityFields, project: entityProject, projects: entityProjects },
  Organization: organizationFields,
};
