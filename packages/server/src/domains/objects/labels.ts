import { invalid } from '../../platform/errors.ts';
import { createLabelStore } from './label-store.ts';
import { checkAlias, checkTag } from './names.ts';
import { findVersion } from './reading.ts';
import type { ObjectRoom } from './room.ts';
import type { Objects } from './types.ts';

const MAX_LABELS = 100;

/** Tags and aliases, by their rules. */
export function createLabels({
  db,
}: Pick<ObjectRoom, 'db'>): Pick<
  Objects,
  'addTags' | 'removeTags' | 'setAliases' | 'removeAliases' | 'listTags' | 'listAliases'
> {
  const store = createLabelStore(db);
  return {
    async addTags(project, name, version, tags) {
      const { id } = await findVersion(db, project, name, version);
      const distinct = checked(tags, checkTag);
      if (distinct.length > 0) await store.addTags(id, distinct);
    },

    async removeTags(project, name, version, tags) {
      const { id } = await findVersion(db, project, name, version);
      if (tags.length > 0) await store.removeTags(id, checked(tags));
    },

    async setAliases(project, name, version, aliases) {
      const { id } = await findVersion(db, project, name, version);
      const distinct = checked(aliases, checkAlias);
      if (distinct.length > 0) await store.setAliases(project, name, id, distinct);
    },

    async removeAliases(project, name, aliases) {
      if (aliases.length > 0) await store.removeAliases(project, name, checked(aliases));
    },

    listTags: (project) => store.tagsIn(project),
    listAliases: (project) => store.aliasesIn(project),
  };
}

function checked(labels: readonly string[], check?: (label: string) => void): readonly string[] {
  if (labels.length > MAX_LABELS) {
    throw invalid(`At most ${MAX_LABELS} can be given at once; ${labels.length} came.`);
  }
  for (const label of labels) check?.(label);
  return [...new Set(labels)];
}
