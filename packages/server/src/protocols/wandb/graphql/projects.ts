import type { Entity } from '../../../domains/accounts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
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
import { encodeGlobalId } from './global-id.ts';

interface ProjectArgs {
  readonly name?: string | null;
  readonly entityName?: string | null;
}

interface ModelsArgs {
  readonly entityName?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

interface UpsertModelArgs {
  readonly input: {
    readonly name: string;
    readonly entityName?: string | null;
    readonly description?: string | null;
  };
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

const upsertModel: Resolver<unknown, UpsertModelArgs> = async (_root, { input }, context) => {
  const entityName = input.entityName || defaultEntity(context.actor);
  if (entityName === null) throw invalid('Name the entity that the project belongs to.');
  const { created, value } = await context.deps.projects.put(
    context.actor,
    entityName,
    input.name,
    typeof input.description === 'string' ? { description: input.description } : {},
  );
  return { project: value, model: value, inserted: created };
};

/** The client's words for who sees a project. */
const ACCESS = { private: 'PRIVATE', team: 'ENTITY_READ', public: 'USER_READ' } as const;

const projectFields: Record<string, Resolver<Project>> = {
  id: ({ id }) => encodeGlobalId('Project', id),
  internalId: ({ id }) => encodeGlobalId('Project', id),
  entity: ({ entityId }, _args, { deps }) => deps.accounts.getEntity(entityId),
  access: ({ visibility }) => ACCESS[visibility],
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
  Mutation: { upsertModel },
  Project: projectFields,
};
