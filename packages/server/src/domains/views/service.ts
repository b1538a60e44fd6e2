import { parseExactJson } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import {
  type Action,
  type Actor,
  authorOf,
  missingFor,
  type UserActor,
} from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { createViewStore } from './store.ts';
import type { View, ViewChange, ViewId, Views } from './types.ts';

/** The name column of other systems; a longer one is a mistake. */
const MAX_NAME = 256;
const MAX_DESCRIPTION = 10_000;
const MAX_SPEC = 20_000_000;
const MAX_ADDRESS = 2_000;

/** Views over the metadata store. `clock` in milliseconds. */
export function createViews(deps: {
  metadata: MetadataStore;
  projects: Pick<Projects, 'find' | 'get'>;
  clock?: () => number;
}): Views {
  const { projects } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createViewStore(deps.metadata);

  const find = async (
    actor: Actor,
    id: ViewId,
    action: Action,
  ): Promise<{ view: View; project: Project }> => {
    const view = await store.get(id);
    if (view === null) throw missingFor(actor, 'This view');
    return { view, project: await projects.get(actor, view.projectId, action, 'This view') };
  };

  return {
    async create(actor, { entityName, projectName }, change) {
      const project = await projects.find(actor, entityName, projectName, 'report');
      if (!change.type || change.spec === undefined) {
        throw invalid('A view needs a type and a spec.');
      }
      checkChange(change);
      const now = clock();
      const view = await store.insert({
        projectId: project.id,
        type: change.type,
        name: change.name ?? '',
        displayName: change.displayName ?? '',
        description: change.description ?? '',
        spec: change.spec,
        previewUrl: change.previewUrl ?? null,
        coverUrl: change.coverUrl ?? null,
        // Who may write is signed in.
        createdBy: authorOf(actor as UserActor),
        createdAt: now,
        updatedAt: now,
      });
      return { view, project };
    },

    async update(actor, id, change) {
      const { view, project } = await find(actor, id, 'report');
      checkChange(change);
      const changed = { ...view, ...change, updatedAt: clock() };
      await store.update(changed);
      return { view: changed, project };
    },

    get: (actor, id) => find(actor, id, 'read'),

    async list(_actor, project, filter, { first, after }) {
      const found = await store.list(project.id, filter, { after, limit: first + 1 });
      return { views: found.slice(0, first), hasMore: found.length > first };
    },

    async remove(actor, id) {
      const { view } = await find(actor, id, 'report');
      await store.delete(view.id);
    },

    listOfTypes: (types, page) => store.listOfTypes(types, page),

    reserve: (id, type) => store.empty(id, type),
  };
}

function checkChange(change: ViewChange): void {
  const bounds = [
    ['type', MAX_NAME],
    ['name', MAX_NAME],
    ['displayName', MAX_NAME],
    ['description', MAX_DESCRIPTION],
    ['previewUrl', MAX_ADDRESS],
    ['coverUrl', MAX_ADDRESS],
  ] as const;
  for (const [field, limit] of bounds) {
    const text = change[field] ?? '';
    if (text.length > limit)
      throw invalid(`The ${field} of a view has at most ${limit} characters.`);
  }
  if (change.spec !== undefined) checkSpec(change.spec);
}

/** @throws RunloomError('invalid') */
export function checkSpec(spec: string): void {
  if (spec.length > MAX_SPEC) {
    throw invalid(`The spec of a view has at most ${MAX_SPEC} characters.`);
  }
  try {
    parseExactJson(spec);
  } catch {
    throw invalid('The spec of a view must be JSON.');
  }
}
