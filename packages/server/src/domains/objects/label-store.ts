import type { ProjectId } from '../projects/index.ts';
import { type Database, inSlices } from './schema.ts';

export interface Labels {
  readonly tags: readonly string[];
  readonly aliases: readonly string[];
}

/** Tags and aliases of versions. */
export function createLabelStore(db: Database) {
  return {
    /** By version, each list in order; those without labels are left out. */
    async of(versions: readonly number[]): Promise<ReadonlyMap<number, Labels>> {
      const tags = await inSlices(versions, (slice) =>
        db
          .selectFrom('weave_tags')
          .select(['version_id', 'tag as label'])
          .where('version_id', 'in', slice)
          .orderBy('tag')
          .execute(),
      );
      const aliases = await inSlices(versions, (slice) =>
        db
          .selectFrom('weave_aliases')
          .select(['version_id', 'alias as label'])
          .where('version_id', 'in', slice)
          .orderBy('alias')
          .execute(),
      );
      const [tagged, named] = [grouped(tags), grouped(aliases)];
      return new Map(
        [...new Set([...tagged.keys(), ...named.keys()])].map((id) => [
          id,
          { tags: tagged.get(id) ?? [], aliases: named.get(id) ?? [] },
        ]),
      );
    },

    async addTags(version: number, tags: readonly string[]): Promise<void> {
      await db
        .insertInto('weave_tags')
        .values(tags.map((tag) => ({ version_id: version, tag })))
        .onConflict((conflict) => conflict.columns(['version_id', 'tag']).doNothing())
        .execute();
    },

    async removeTags(version: number, tags: readonly string[]): Promise<void> {
      await db
        .deleteFrom('weave_tags')
        .where('version_id', '=', version)
        .where('tag', 'in', tags)
        .execute();
    },

    async setAliases(
      project: ProjectId,
      name: string,
      version: number,
      aliases: readonly string[],
    ): Promise<void> {
      await db
        .insertInto('weave_aliases')
        .values(aliases.map((alias) => ({ project_id: project, name, alias, version_id: version })))
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'name', 'alias']).doUpdateSet({ version_id: version }),
        )
        .execute();
    },

    async removeAliases(
      project: ProjectId,
      name: string,
      aliases: readonly string[],
    ): Promise<void> {
      await db
        .deleteFrom('weave_aliases')
        .where('project_id', '=', project)
        .where('name', '=', name)
        .where('alias', 'in', aliases)
        .execute();
    },

    /** Takes all labels of the versions away. */
    async clear(versions: readonly number[]): Promise<void> {
      await inSlices(versions, async (slice) => {
        await db.deleteFrom('weave_tags').where('version_id', 'in', slice).execute();
        await db.deleteFrom('weave_aliases').where('version_id', 'in', slice).execute();
        return [];
      });
    },

    async tagsIn(project: ProjectId): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('weave_tags as t')
        .innerJoin('weave_versions as v', 'v.id', 't.version_id')
        .select('t.tag')
        .distinct()
        .where('v.project_id', '=', project)
        .orderBy('t.tag')
        .execute();
      return rows.map(({ tag }) => tag);
    },

    async aliasesIn(project: ProjectId): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('weave_aliases')
        .select('alias')
        .distinct()
        .where('project_id', '=', project)
        .orderBy('alias')
        .execute();
      return rows.map(({ alias }) => alias);
    },
  };
}

function grouped(
  rows: readonly { readonly version_id: number; readonly label: string }[],
): ReadonlyMap<number, readonly string[]> {
  const groups = Map.groupBy(rows, ({ version_id }) => version_id);
  return new Map([...groups].map(([id, some]) => [id, some.map(({ label }) => label)]));
}
