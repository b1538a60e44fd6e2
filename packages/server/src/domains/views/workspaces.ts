import { parseTracesView, parseViewSpec, type SavedViewKind } from '@runloom/model';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { beginVersions, placeOf } from './client-views.ts';
import { serializeSpec } from './spec-text.ts';
import type {
  SavedVersion,
  SavedView,
  View,
  ViewFormat,
  ViewId,
  Views,
  Workspaces,
} from './types.ts';
import { createVersionStore } from './version-store.ts';

/** Type of the views that the own app saved before it kept them in the form of clients. */
export const WORKSPACE_TYPE = 'runloom-workspace';
const TRACES_TYPE = 'runloom-traces';
const MOST_VIEWS = 1_000;
const MOST_VERSIONS = 500;

/** Saved views with all their versions, and what each person has without one. `clock` in milliseconds. */
export function createWorkspaces(deps: {
  metadata: MetadataStore;
  views: Views;
  projects: Pick<Projects, 'find' | 'get'>;
  format: ViewFormat;
  clock?: () => number;
}): Workspaces {
  const { views, projects, format } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createVersionStore(deps.metadata);

  async function find(actor: Actor, id: ViewId): Promise<{ view: View; project: Project }> {
    const found = await views.get(actor, id);
    if (!types.has(found.view.type)) throw notFound('This view');
    return found;
  }

  const isOfClients = ({ type }: View): boolean => type === format.type;
  const typesOf: Readonly<Record<SavedViewKind, readonly string[]>> = {
    workspace: [WORKSPACE_TYPE, format.type],
    traces: [TRACES_TYPE],
  };
  const types = new Set(Object.values(typesOf).flat());

  async function append(actor: Actor, view: View, base: number, spec: string, text?: string) {
    const version = await store.append(
      view.id,
      base,
      { spec, createdBy: authorOf(actor as UserActor), createdAt: clock() },
      text,
    );
    if (version !== null) return version;
    throw conflict(
      'Somebody else saved this view after you opened it. Look at what they changed, then save yours over it or as a view of its own.',
      (await store.latest([view.id])).get(view.id) ?? 0,
    );
  }

  async function latest(view: View, project: Project): Promise<SavedVersion> {
    const version = isOfClients(view)
      ? await beginVersions(store, format, { view, project })
      : (await store.versions(view.id, 1))[0];
    if (version) return version;
    if (!isOfClients(view)) throw notFound('This view');
    // Its text is too much for us, and the reason is in words.
    serializeSpec(parseViewSpec, format.read(view.spec, placeOf(project)));
    throw notFound('This view');
  }

  async function opened(actor: Actor, id: ViewId): Promise<SavedView> {
    const { view, project } = await find(actor, id);
    return { view, version: await latest(view, project) };
  }

  async function listed(
    actor: Actor,
    project: Project,
    kind: SavedViewKind,
    name?: string,
  ): Promise<readonly View[]> {
    const page = { first: MOST_VIEWS, after: null };
    const lists = await Promise.all(
      typesOf[kind].map((type) =>
        views.list(actor, project, { type, ...(name === undefined ? {} : { name }) }, page),
      ),
    );
    return lists.flatMap((list) => list.views).toSorted((a, b) => b.id - a.id);
  }

  return {
    async create(actor, address, { name, kind, spec }) {
      const displayName = checkName(name);
      if (kind === 'traces') {
        const { text } = serializeSpec(parseTracesView, spec);
        const made = { type: TRACES_TYPE, displayName, spec: text };
        const { view } = await views.create(actor, address, made);
        return { view, version: await append(actor, view, 0, text) };
      }
      const { parsed, text } = serializeSpec(parseViewSpec, spec);
      const kept = format.make(parsed, address);
      const { view } = await views.create(actor, address, {
        type: format.type,
        name: format.newName(),
        displayName,
        spec: kept,
      });
      return { view, version: await append(actor, view, 0, text, kept) };
    },

    kindOf: ({ type }) => (type === TRACES_TYPE ? 'traces' : 'workspace'),

    linkOf: (view) => (isOfClients(view) ? format.linkOf(view.name) : null),

    async openLink(actor, address, link) {
      const project = await projects.find(actor, address.entityName, address.projectName, 'read');
      for (const name of format.namesOf(link)) {
        const [view] = (await listed(actor, project, 'workspace', name)).filter(isOfClients);
        if (view !== undefined) return opened(actor, view.id);
      }
      throw notFound('This view');
    },

    async list(actor, address, kind) {
      const project = await projects.find(actor, address.entityName, address.projectName, 'read');
      const found = (await listed(actor, project, kind)).slice(0, MOST_VIEWS);
      const numbers = await store.latest(found.map(({ id }) => id));
      return found.map((view) => ({ view, versionNumber: numbers.get(view.id) ?? 1 }));
    },

    open: opened,

    async save(actor, id, { spec, base }) {
      const { view, project } = await find(actor, id);
      await projects.get(actor, project.id, 'report');
      if (!isOfClients(view)) {
        const parse = view.type === TRACES_TYPE ? parseTracesView : parseViewSpec;
        const { text } = serializeSpec<object>(parse, spec);
        return { view, version: await append(actor, view, base, text) };
      }
      const { parsed, text } = serializeSpec(parseViewSpec, spec);
      const before = parseViewSpec(JSON.parse((await latest(view, project)).spec));
      const kept = format.write(view.spec, before, parsed, placeOf(project));
      return { view, version: await append(actor, view, base, text, kept) };
    },

    async rename(actor, id, name) {
      await find(actor, id);
      await views.update(actor, id, { displayName: checkName(name) });
      return opened(actor, id);
    },

    async versions(actor, id) {
      await opened(actor, id);
      return store.versions(id, MOST_VERSIONS);
    },

    async remove(actor, id) {
      const { view, project } = await find(actor, id);
      await projects.get(actor, project.id, 'report');
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
      const put = { spec: serializeSpec(parseViewSpec, spec).text, updatedAt: clock() };
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
