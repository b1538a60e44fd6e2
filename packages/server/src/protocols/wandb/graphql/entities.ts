import type { Entity, Organization } from '../../../domains/accounts/index.ts';
import { pageSize, sliceConnection } from './connection.ts';
import { type Context, defaultEntity, findProject, type Resolver } from './context.ts';
import { encodeGlobalId } from './global-id.ts';
import { ACCESS } from './projects.ts';
import { searchProjects } from './registry-search.ts';
import { listTeamMembers } from './teams.ts';

interface ProjectsArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filters?: string | null;
  readonly order?: string | null;
}

const PAGE = 50;

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

const entityFields: Record<string, Resolver<Entity>> = {
  id: (entity) => encodeGlobalId('Entity', entity.id),
  // A name that stands here is taken.
  available: () => false,
  photoUrl: () => null,
  readOnly: async (entity, _args, { deps, actor }) =>
    !(await deps.accounts.may(actor, 'write', { kind: 'entity', entityId: entity.id })),
  readOnlyAdmin: () => false,
  isTeam: (entity) => entity.kind === 'team',
  entityType: (entity) => entity.kind,
  privateOnly: async (entity, _args, { deps }) =>
    !(await deps.accounts.audienceOf(entity)).allowsPublic,
  storageBytes: async (entity, _args, context) =>
    (await mayRead(entity, context))
      ? (await context.deps.files.storageBytes(entity.id)) +
        (await context.deps.artifacts.storedBytes(entity.id))
      : 0,
  // What the client sends of its code is kept; whether it sends any is its own setting.
  codeSavingEnabled: () => true,
  async defaultAccess(entity, _args, { deps }) {
    if (entity.kind !== 'team') return 'PRIVATE';
    return ACCESS[(await deps.accounts.audienceOf(entity)).defaultVisibility];
  },
  isPaid: () => false,
  limits: () => null,
  settings: () => null,
  members: async (entity, _args, context) =>
    (await mayRead(entity, context)) ? listTeamMembers(entity, context) : [],
  async organization(entity, _args, { deps }) {
    return entity.organizationId === null
      ? null
      : deps.accounts.getOrganization(entity.organizationId);
  },
  user: (entity, _args, { deps }) =>
    entity.kind === 'user' ? deps.accounts.findUser(entity.name) : null,
};

const entityProject: Resolver<Entity, { name?: string | null }> = (entity, { name }, context) =>
  findProject(context, entity.name, name);

const entityProjects: Resolver<Entity, ProjectsArgs> = async (entity, args, context) =>
  sliceConnection(
    await searchProjects(entity, args, context),
    pageSize(args.first, PAGE),
    args.after,
  );

const organizationFields: Record<string, Resolver<Organization>> = {
  id: ({ id }) => encodeGlobalId('Organization', id),
  orgEntity: ({ id }, _args, { deps }) => deps.accounts.entityOfOrganization(id),
  // Asked for by its name where a client may do without (wandb 0.31, `org_feature_flags`).
  featureFlags: () => [{ rampKey: 'automation_entity_scope', isEnabled: true }],
  coreWeaveOrganizationId: () => null,
};

export const entityResolvers = {
  Query: { entity: findEntity, organization },
  Entity: { ...entityFields, project: entityProject, projects: entityProjects },
  Organization: organizationFields,
};
