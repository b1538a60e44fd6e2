import type { Entity, Visibility } from '../../../domains/accounts/index.ts';
import type { Project, ProjectId } from '../../../domains/projects/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { pageSize, sliceConnection } from './connection.ts';
import {
  type Context,
  defaultEntity,
  findProject,
  getUser,
  nullWhenMissing,
  type Resolver,
} from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

interface ProjectArgs {
  readonly name?: string | null;
  readonly entityName?: string | null;
}

interface ModelsArgs {
  readonly entityName?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

type Maybe<T> = T | null | undefined;

interface UpsertModelInput {
  readonly id?: Maybe<string>;
  readonly name?: Maybe<string>;
  readonly entityName?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly access?: Maybe<string>;
  readonly clientMutationId?: Maybe<string>;
  readonly artifactTypes?: Maybe<readonly { readonly name: string }[]>;
  readonly allowAllArtifactTypesInRegistry?: Maybe<boolean>;
}

const PAGE = 50;

const project: Resolver<unknown, ProjectArgs> = (_root, { name, entityName }, context) =>
  findProject(context, entityName, name);

const models: Resolver<unknown, ModelsArgs> = async (_root, args, context) => {
  const entity = await findListedEntity(args.entityName, context);
  const projects = entity === null ? [] : await context.deps.projects.list(context.actor, entity);
  return sliceConnection(projects, pageSize(args.first, PAGE), args.after);
};

async function findListedEntity(
  name: string | null | undefined,
  { deps, actor }: Context,
): Promise<Entity | null> {
  const wanted = name || defaultEntity(actor);
  return wanted ? nullWhenMissing(deps.accounts.findEntity(wanted)) : null;
}

const upsertModel: Resolver<unknown, { input: UpsertModelInput }> = async (
  _root,
  { input },
  context,
) => {
  refuseUnkept(input);
  const { projects } = context.deps;
  const registry = await upsertRegistry(input, context);
  if (registry !== null) return registry;
  const change = {
    ...(typeof input.description === 'string' && { description: input.description }),
    ...(input.access && { visibility: readAccess(input.access) }),
  };
  const { entityName, name } = await addressed(input, context);
  const { created, value } = await projects.put(context.actor, entityName, name, change);
  return { project: value, model: value, inserted: created };
};

/** Null when it is no registry that is meant. */
async function upsertRegistry(input: UpsertModelInput, { deps, actor }: Context) {
  const { entityName, name, description, access } = input;
  if (input.id || !entityName || !name) return null;
  const entity = await deps.accounts.findEntity(entityName);
  if (entity?.kind !== 'organization') {
    if (input.artifactTypes || input.allowAllArtifactTypesInRegistry) {
      throw invalid('Only registries have types of artifacts, and organizations own them.');
    }
    return null;
  }
  const { allowAllArtifactTypesInRegistry, artifactTypes } = input;
  const { created, value } = await deps.registries.put(actor, entityName, name, {
    ...(typeof description === 'string' && { description }),
    ...(access && { visibility: readRegistryAccess(access) }),
    ...(typeof allowAllArtifactTypesInRegistry === 'boolean' && {
      allowsAllTypes: allowAllArtifactTypesInRegistry,
    }),
    ...(artifactTypes && { types: artifactTypes.map((type) => type.name) }),
  });
  return { project: value.project, model: value.project, inserted: created };
}

function readRegistryAccess(access: string): 'organization' | 'restricted' {
  if (access === 'PRIVATE') return 'organization';
  if (access === 'RESTRICTED') return 'restricted';
  throw invalid(`Registries have no access ${JSON.stringify(access)}: PRIVATE or RESTRICTED.`);
}

/** Where the project is or shall be; one that is named by its id has got its new name when it is told. */
async function addressed(
  input: UpsertModelInput,
  { deps, actor }: Context,
): Promise<{ entityName: string; name: string }> {
  if (!input.id) {
    const entityName = input.entityName || defaultEntity(actor);
    if (!entityName) throw invalid('Name the entity that the project belongs to.');
    if (!input.name) throw invalid('A project needs a name.');
    return { entityName, name: input.name };
  }
  const { entityName, name } = await deps.projects.get(actor, readProjectId(input.id), 'manage');
  if (!input.name || input.name === name) return { entityName, name };
  return deps.projects.rename(actor, entityName, name, input.name);
}

const KEPT = new Set([
  'id',
  'name',
  'entityName',
  'description',
  'access',
  'clientMutationId',
  'artifactTypes',
  'allowAllArtifactTypesInRegistry',
]);

/** An answer of success would say that it was kept. */
function refuseUnkept(input: object): void {
  for (const [field, value] of Object.entries(input)) {
    if (KEPT.has(field) || value === null || value === false) continue;
    throw invalid(`Projects have no ${field} here.`);
  }
}

function readProjectId(id: string): ProjectId {
  const number = decodeGlobalId('Project', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of a project.`);
  return number as ProjectId;
}

const renameProject: Resolver<
  unknown,
  { input: { entityName: string; oldProjectName: string; newProjectName: string } }
> = async (_root, { input }, { deps, actor }) => {
  const { entityName, oldProjectName, newProjectName } = input;
  const renamed = await deps.projects.rename(actor, entityName, oldProjectName, newProjectName);
  return { project: renamed, model: renamed, inserted: false };
};

const deleteModel: Resolver<unknown, { input: { id: string } }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const { entityName, name } = await deps.projects.get(actor, readProjectId(input.id), 'manage');
  await deps.projects.remove(actor, entityName, name);
  return { success: true };
};

/** The client's words for who sees a project. */
export const ACCESS = {
  private: 'PRIVATE',
  restricted: 'RESTRICTED',
  team: 'ENTITY_WRITE',
  public: 'USER_READ',
} as const;

const VISIBILITY: ReadonlyMap<string, Visibility> = new Map([
  ['PRIVATE', 'private'],
  ['RESTRICTED', 'restricted'],
  ['ENTITY_READ', 'team'],
  ['ENTITY_WRITE', 'team'],
  ['USER_READ', 'public'],
]);

function readAccess(access: string): Visibility {
  const visibility = VISIBILITY.get(access);
  if (visibility !== undefined) return visibility;
  const known = [...VISIBILITY.keys()].join(', ');
  throw invalid(`Projects have no access ${JSON.stringify(access)}. There are: ${known}.`);
}

const projectFields: Record<string, Resolver<Project>> = {
  id: ({ id }) => encodeGlobalId('Project', id),
  internalId: ({ id }) => encodeGlobalId('Project', id),
  entity: ({ entityId }, _args, { deps }) => deps.accounts.getEntity(entityId),
  access: async ({ visibility, entityId }, _args, { deps }) => {
    const owner = await deps.accounts.getEntity(entityId);
    if (owner?.kind !== 'organization') return ACCESS[visibility];
    return visibility === 'private' ? 'RESTRICTED' : 'PRIVATE';
  },
  description: ({ description, isDescribed }) => (isDescribed ? description : null),
  views: () => null,
  isBenchmark: () => false,
  readOnly: async (parent, _args, context) => !(await mayWrite(parent, context)),
  user: ({ createdBy }, _args, context) =>
    createdBy === null ? null : getUser(context, createdBy),
};

/** Whether the one who asks may log to the project. */
export function mayWrite(project: Project, { deps, actor }: Context): Promise<boolean> {
  return deps.accounts.may(actor, 'write', { kind: 'project', project });
}

export const projectResolvers = {
  Query: { project, model: project, models },
  Mutation: { upsertModel, renameProject, deleteModel },
  Project: projectFields,
};
