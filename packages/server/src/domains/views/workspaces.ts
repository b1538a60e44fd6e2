import { parseViewSpec, type ViewSpec, ViewSpecError } from '@runloom/model';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import type { SavedVersion, View, ViewId, Views, Workspaces } from './types.ts';
import { createVersionStore } from './version-store.ts';

/** Type of the views that the own app saves; clients have types of their own. */
export const WORKSPACE_TYPE = 'runloom-workspace';
const MOST_VIEWS = 1_000;
const MOST_VERSIONS = 500;
const MAX_SPEC = 2_000_000;

/** Saved views with all their versions, and what each person has without one. `clock` in milliseconds. */
export function createWorkspaces(deps: {
  metadata: MetadataStore;
  views: Views;
  projects: Pick<Projects, 'find' | 'get'>;
  clock?: () => number;
}): Workspaces {
  const { views, projects } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createVersionStore(deps.metadata);

  async function find(actor: Actor, id: ViewId): Promise<{ view: View; project: Project }> {
    const found = await views.get(actor, id);
    if (found.view.type !== WORKSPACE_TYPE) throw notFound('This view');
    return found;
  }

  async function append(actor: Actor, view: View, base: number, spec: string) {
    const version = await store.append(view.id, base, {
      spec,
      createdBy: authorOf(actor as UserActor),
      createdAt: clock(),
    });
    if (version !== null) return version;
    throw conflict(
      'Somebody else saved this view after you opened it. Look at what they changed, then save yours over it or as a view of its own.',
      (await store.latest([view.id])).get(view.id) ?? 0,
    );
  }

  async function latest(id: ViewId): Promise<SavedVersion> {
    const [version] = await store.versions(id, 1);
    if (version === undefined) throw notFound('This view');
    return version;
  }

  return {
    async create(actor, address, { name, spec }) {
      const text = serialize(spec);
      const { view } = await views.create(actor, address, {
        type: WORKSPACE_TYPE,
        displayName: checkName(name),
        spec: text,
      });
      return { view, version: await append(actor, view, 0, text) };
    },

    async list(actor, address) {
      const project = await projects.find(actor, address.entityName, address.projectName, 'read');
      const filter = { type: WORKSPACE_TYPE };
      const listed = await views.list(project, filter, { first: MOST_VIEWS, after: null });
      const numbers = await store.latest(listed.views.map(({ id }) => id));
      return listed.views.map((view) => ({ view, versionNumber: numbers.get(view.id) ?? 0 }));
    },

    async open(actor, id) {
      const { view } = await find(actor, id);
      return { view, version: await latest(id) };
    },

    async save(actor, id, { spec, base }) {
      const { view, project } = await find(actor, id);
      await projects.get(actor, project.id, 'write');
      return { view, version: await append(actor, view, base, serialize(spec)) };
    },

    async rename(actor, id, name) {
      const { view } = await find(actor, id);
      const displayName = checkName(name);
      const renamed = await views.update(actor, view.id, { displayName });
      return { view: renamed.view, version: await latest(view.id) };
    },

    async versions(actor, id) {
      await find(actor, id);
      return store.versions(id, MOST_VERSIONS);
    },

    async remove(actor, id) {
      const { view, project } = await find(actor, id);
      await projects.get(actor, project.id, 'write');
      await store.removeVersions(view.id);
      await views.remove(actor, view.id);
    },

    async personal(actor, address) {
      const project = await projects.find(actor, address.entityName, address.projectName, 'read');
      return store.workspace(project.id, authorOf(signedIn(actor)));
    },

    async savePersonal(actor, address, { spec, base }) {
      const project = await projects.find(actor, address.entityName, address.projectName, 'read');
      const userId = authorOf(signedIn(actor));
      const put = { spec: serialize(spec), updatedAt: clock() };
      const saved = await store.putWorkspace(project.id, userId, base, put);
      if (saved !== null) return saved;
      const stored = await store.workspace(project.id, userId);
      throw conflict(
        'Your workspace was changed in another window after this one read it.',
        stored?.version ?? 0,
      );
    },
  };
}

function serialize(spec: unknown): string {
  let parsed: ViewSpec;
  try {
    parsed = parseViewSpec(spec);
  } catch (error) {
    if (error instanceof ViewSpecError) throw invalid(error.message);
    throw error;
  }
  const text = JSON.stringify(parsed);
  if (text.length > MAX_SPEC) {
    throw invalid(`A view has at most ${MAX_SPEC} characters; this one has ${text.length}.`);
  }
  return text;
}

function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw invalid('A view needs a name.');
  return trimmed;
}

function conflict(message: string, version: number): RunloomError {
  return new RunloomError('conflict', message, { data: { version } });
}

function signedIn(actor: Actor): UserActor {
  if (actor.kind === 'user') return actor;
  throw new RunloomError('unauthenticated', 'Sign in to have a workspace of your own.');
}
