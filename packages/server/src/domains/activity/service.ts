import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Actor, Entity, UserId } from '../accounts/index.ts';
import type { Projects } from '../projects/index.ts';
import { createActivityStore } from './store.ts';
import type { Activity, ActivityEntry } from './types.ts';

/** Of so many projects, the most recently active ones, the newest things are looked for. */
const MAX_PROJECTS = 200;

/** What was made last, read from what runs, artifacts and views keep. */
export function createActivity(deps: {
  metadata: MetadataStore;
  projects: Pick<Projects, 'list'>;
}): Activity {
  const store = createActivityStore(deps.metadata);

  const newest = async (
    actor: Actor,
    filter: { entity?: Entity; person?: UserId },
    limit: number,
  ): Promise<readonly ActivityEntry[]> => {
    const { entity, person = null } = filter;
    const seen = await deps.projects.list(actor, ...(entity === undefined ? [] : [entity]));
    const projects = new Map(seen.slice(0, MAX_PROJECTS).map((project) => [project.id, project]));
    const ids = [...projects.keys()];
    if (ids.length === 0) return [];
    const lists = await Promise.all([
      store.runs(ids, person, limit),
      store.artifacts(ids, person, limit),
      store.reports(ids, person, limit),
    ]);
    return lists
      .flat()
      .sort((one, other) => other.at - one.at)
      .slice(0, limit)
      .flatMap((made) => {
        const project = projects.get(made.projectId);
        if (project === undefined) return [];
        return [{ ...made, entity: project.entityName, project: project.name }];
      });
  };

  return {
    ofEntity: (actor, entity, limit) => newest(actor, { entity }, limit),
    ofPerson: (actor, person, limit) => newest(actor, { person }, limit),
  };
}
