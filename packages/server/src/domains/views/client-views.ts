import { parseViewSpec, ViewSpecError } from '@runloom/model';
import { RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { authorOf, type UserActor, type UserId } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { checkSpec } from './service.ts';
import type { ProjectAddress, SavedVersion, View, ViewFormat, Views } from './types.ts';
import { createVersionStore, type VersionStore } from './version-store.ts';

/** Saves by others that a client's save may meet before it is told to come again. */
const MOST_TRIES = 5;

/**
 * Views as clients write them. Workspaces among them are the same that the own app opens: each save
 * of a client is a version, too, and keeps what only the own app knows of the view.
 */
export function createClientViews(deps: {
  metadata: MetadataStore;
  views: Views;
  projects: Pick<Projects, 'get'>;
  format: ViewFormat;
  clock?: () => number;
}): Views {
  const { views, format } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createVersionStore(deps.metadata);

  return {
    ...views,

    async create(actor, address, change) {
      const made = await views.create(actor, address, change);
      if (made.view.type === format.type) await beginVersions(store, format, made);
      return made;
    },

    async update(actor, id, change) {
      const { spec, ...others } = change;
      const found = await views.get(actor, id);
      if (found.view.type !== format.type || spec === undefined) {
        return views.update(actor, id, change);
      }
      checkSpec(spec);
      await views.update(actor, id, others);
      // Who may change it is signed in.
      const author = authorOf(actor as UserActor);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { view, project } = await views.get(actor, id);
        const latest = await beginVersions(store, format, { view, project });
        const version = latest && received(latest, view.spec, spec, project);
        if (version === null) {
          await store.removeVersions(id);
          return views.update(actor, id, { spec });
        }
        const saved = await store.append(
          id,
          version.base,
          { spec: version.text, createdBy: author, createdAt: clock() },
          spec,
        );
        if (saved !== null) return views.get(actor, id);
      }
      throw new RunloomError('unavailable', 'Others are saving this view. Try again.', {
        retryAfterSeconds: 1,
      });
    },

    async remove(actor, id) {
      const { view, project } = await views.get(actor, id);
      await deps.projects.get(actor, project.id, 'report');
      if (view.type === format.type) await store.removeVersions(id);
      await views.remove(actor, id);
    },
  };

  function received(latest: SavedVersion, before: string, after: string, project: Project) {
    try {
      const own = parseViewSpec(JSON.parse(latest.spec));
      const spec = format.receive(own, before, after, placeOf(project));
      return { base: latest.number, text: JSON.stringify(spec) };
    } catch (error) {
      if (error instanceof ViewSpecError) return null;
      throw error;
    }
  }
}

export const placeOf = ({ entityName, name }: Project): ProjectAddress => ({
  entityName,
  projectName: name,
});

/**
 * The latest version of a client's workspace. One that has none yet, as those of before there were
 * any, gets the first. Null when its text can't be read: then it is only kept.
 */
export async function beginVersions(
  store: VersionStore,
  format: ViewFormat,
  { view, project }: { readonly view: View; readonly project: Project },
): Promise<SavedVersion | null> {
  const [latest] = await store.versions(view.id, 1);
  if (latest !== undefined) return latest;
  let spec: string;
  try {
    spec = JSON.stringify(format.read(view.spec, placeOf(project)));
  } catch (error) {
    if (error instanceof ViewSpecError) return null;
    throw error;
  }
  const createdBy: UserId = view.createdBy;
  const first = { spec, createdBy, createdAt: view.updatedAt };
  const begun = await store.append(view.id, 0, first, view.spec);
  return begun ?? (await store.versions(view.id, 1))[0] ?? null;
}
