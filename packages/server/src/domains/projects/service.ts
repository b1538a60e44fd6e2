import {
  invalid,
  notFound,
  RunloomError,
  signInFirst,
  unavailable,
} from '../../platform/errors.ts';
import type { Trails } from '../../platform/trail.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import {
  type Accounts,
  type Action,
  type Actor,
  authorOf,
  type Entity,
  type UserActor,
  withKeyReach,
} from '../accounts/index.ts';
import { checkProjectName, isProjectName, REGISTRY_PREFIX } from './names.ts';
import { createProjectStore } from './store.ts';
import type { Project, ProjectChange, ProjectId, ProjectOverview, Projects } from './types.ts';

const MAX_DESCRIPTION = 10_000;

/** Projects over the metadata store. `clock` gives milliseconds since the epoch. */
export function createProjects(deps: {
  metadata: MetadataStore;
  accounts: Accounts;
  /** Told which projects are entered, and which are made because something was logged to them. */
  trails?: Pick<Trails, 'changed' | 'entered'>;
  clock?: () => number;
}): Projects {
  const { accounts } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createProjectStore(deps.metadata);

  /** The project when the actor may do this with it; what they may not see is `missing`. */
  const allowed = async (
    actor: Actor,
    action: Action,
    project: Project | null,
    missing: () => RunloomError,
  ): Promise<Project> => {
    const resource = project ? ({ kind: 'project', project } as const) : null;
    if (!project || !resource) throw actor.kind === 'anonymous' ? signInFirst() : missing();
    // Asked as an order, so that the refusal is known of.
    await accounts.authorize(actor, 'read', resource).catch((error: unknown) => {
      throw error instanceof RunloomError && error.code === 'not_found' ? missing() : error;
    });
    if (action !== 'read') await accounts.authorize(actor, action, resource);
    deps.trails?.entered({ entity: project.entityName, name: project.name });
    return project;
  };

  const lookUp = async (
    entityName: string,
    projectName: string,
  ): Promise<{ entity: Entity | null; project: Project | null }> => {
    const entity = await accounts.findEntity(entityName);
    const project =
      entity && isProjectName(projectName) ? await store.find(entity.id, projectName) : null;
    return { entity, project };
  };

  const find = async (
    actor: Actor,
    entityName: string,
    projectName: string,
    action: Action,
  ): Promise<Project> => {
    const { project } = await lookUp(entityName, projectName);
    return allowed(actor, action, project, () =>
      withKeyReach(notFound(`The project ${entityName}/${projectName}`), actor),
    );
  };

  const checkAudience = async (entity: Entity, { visibility }: ProjectChange): Promise<void> => {
    if (visibility !== 'public') return;
    if (entity.kind === 'organization') {
      throw invalid('A registry is seen by its organization or by those with a role in it.');
    }
    if ((await accounts.audienceOf(entity)).allowsPublic) return;
    throw invalid(
      'The organization of this team allows no public projects; its admins may change that.',
    );
  };

  /** Creates the project; when someone else was faster, theirs is the one. */
  const create = async (
    actor: UserActor,
    entity: Entity,
    projectName: string,
    change: ProjectChange,
  ): Promise<{ created: boolean; value: Project | null }> => {
    const { defaultVisibility } = await accounts.audienceOf(entity);
    const created = await store.insert({
      entityId: entity.id,
      name: projectName,
      visibility: change.visibility ?? (entity.kind === 'user' ? 'private' : defaultVisibility),
      description: change.description ?? null,
      createdBy: authorOf(actor),
      now: clock(),
    });
    return { created, value: await store.find(entity.id, projectName) };
  };

  const put = async (
    actor: Actor,
    entityName: string,
    projectName: string,
    change: ProjectChange,
  ): Promise<{ created: boolean; value: Project }> => {
    if (actor.kind === 'anonymous') throw signInFirst();
    checkProjectName(projectName);
    checkDescription(change.description);
    const missing = () => withKeyReach(noPlace(entityName, projectName), actor);
    const changes = change.visibility !== undefined || change.description !== undefined;
    const { entity, project } = await lookUp(entityName, projectName);
    let existing = project;
    const isSeen =
      project !== null && (await accounts.may(actor, 'read', { kind: 'project', project }));
    if (!isSeen) {
      // Of what they may not see, people hear what they would hear if it were not there.
      const resource = entity ? ({ kind: 'entity', entityId: entity.id } as const) : null;
      if (!entity || !resource || !(await accounts.may(actor, 'read', resource))) {
        throw missing();
      }
      await accounts.authorize(actor, 'write', resource);
      if (existing) throw missing();
      checkOwned(entity, projectName);
      await checkAudience(entity, change);
      const { created, value } = await create(actor, entity, projectName, change);
      if (!value) throw unavailable(`The project ${projectName} is being deleted.`);
      if (created) return { created, value };
      existing = value;
    }
    if (!existing) throw missing();
    await allowed(actor, changes ? 'manage' : 'write', existing, missing);
    if (entity !== null) await checkAudience(entity, change);
    if (!changes) return { created: false, value: existing };
    const updatedAt = clock();
    await store.update(existing.id, change, updatedAt);
    if (change.visibility !== undefined) accounts.forgetAccess();
    return { created: false, value: { ...existing, ...given(change), updatedAt } };
  };

  return {
    find,
    put,

    async get(actor, id, action, what = 'The project of this address') {
      return allowed(actor, action, await store.get(id), () => notFound(what));
    },

    findById: (id) => store.get(id),
    findByIds: (ids) => store.getAll(ids),
    trashedBefore: (moment, ids) => store.trashedBefore(moment, ids),
    findOwned: async (entityId, name) => (isProjectName(name) ? store.find(entityId, name) : null),
    listOwned: (entityId) => store.list({ entityId }),

    async ensure(actor, entityName, projectName) {
      const { created, value } = await put(actor, entityName, projectName, {});
      if (created) {
        deps.trails?.changed({
          action: 'project:create',
          resource: { kind: 'project', name: `${value.entityName}/${value.name}` },
          entity: value.entityName,
          details: { visibility: value.visibility },
        });
      }
      return value;
    },

    async list(actor, entity) {
      // Of one owner few are asked for: whoever has a role in one of them finds it.
      const isNarrow = entity !== undefined || (actor.kind === 'user' && actor.isAdmin);
      const owners = isNarrow
        ? {}
        : {
            owners: (await accounts.listEntities(actor)).map((listed) => listed.entity.id),
            named: (await accounts.namedProjects(actor)) as readonly ProjectId[],
          };
      const found = await store.list({ ...owners, ...(entity && { entityId: entity.id }) });
      const seen: ProjectOverview[] = [];
      // The store only narrows the search; who may see what is decided in one place.
      for (const project of found) {
        if (await accounts.may(actor, 'read', { kind: 'project', project })) seen.push(project);
      }
      return seen;
    },

    async listReadable(actor) {
      const owners = (await accounts.listEntities(actor)).map(({ entity }) => entity.id);
      const wholeOwners = new Set(owners);
      const seen: Project[] = [];
      for (const project of await store.listNear(owners)) {
        if (await accounts.may(actor, 'read', { kind: 'project', project })) seen.push(project);
        else wholeOwners.delete(project.entityId);
      }
      return { projects: seen, wholeOwners };
    },

    async overview({ id, name }) {
      const [overview] = await store.list({ id });
      if (overview === undefined) throw notFound(`The project ${name}`);
      return overview;
    },

    async rename(actor, entityName, projectName, newName) {
      const project = await find(actor, entityName, projectName, 'manage');
      checkProjectName(newName);
      const entity = await accounts.findEntity(entityName);
      if (entity !== null) checkOwned(entity, newName);
      const updatedAt = clock();
      if (await store.rename(project, newName, updatedAt)) {
        return { ...project, name: newName, updatedAt };
      }
      throw new RunloomError('conflict', `${entityName} has a project called ${newName} already.`);
    },

    async transfer(actor, entityName, projectName, ownerName) {
      const project = await find(actor, entityName, projectName, 'manage');
      const owner = await accounts.findOwner(actor, ownerName, 'write');
      checkOwned(owner, projectName);
      if ((await accounts.getEntity(project.entityId))?.kind === 'organization') {
        throw invalid('A registry stays with its organization.');
      }
      if (owner.id === project.entityId) return project;
      await checkAudience(owner, project);
      if (await store.transfer(project, owner.id, clock())) {
        accounts.forgetAccess();
        return await find(actor, owner.name, projectName, 'read');
      }
      throw new RunloomError(
        'conflict',
        `${owner.name} has a project called ${projectName} already. Rename one of them first.`,
      );
    },

    async remove(actor, entityName, projectName) {
      const project = await find(actor, entityName, projectName, 'manage');
      await store.remove(project.id, clock());
      accounts.forgetAccess();
    },
  };
}

/** What an organization owns are its registries; people and teams own all else. */
function checkOwned({ kind }: Entity, projectName: string): void {
  if (kind !== 'organization' || projectName.startsWith(REGISTRY_PREFIX)) return;
  throw invalid(
    `Organizations own registries only, whose names begin with ${REGISTRY_PREFIX}. Make the project in a team.`,
  );
}

function checkDescription(description: string | undefined): void {
  if (description === undefined || description.length <= MAX_DESCRIPTION) return;
  throw invalid(`The description of a project has at most ${MAX_DESCRIPTION} characters.`);
}

/** Said whether the project is there or not, so that nobody can find out which. */
function noPlace(entityName: string, projectName: string): RunloomError {
  return new RunloomError(
    'not_found',
    `You may not write to ${entityName}/${projectName}: there is no user or team ${entityName}, or you do not belong to it.`,
  );
}

function given({ visibility, description }: ProjectChange): Partial<Project> {
  return {
    ...(visibility === undefined ? {} : { visibility }),
    ...(description === undefined ? {} : { description, isDescribed: true }),
  };
}
