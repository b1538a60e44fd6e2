import type { Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { RegistrySettings } from './types.ts';

type RegistryTables = {
  registries: {
    project_id: number;
    allows_all_types: number;
    types: string;
    protected_aliases: string;
  };
};

export function createRegistryStore(metadata: MetadataStore) {
  const db: Kysely<RegistryTables> = metadata.db.withTables<RegistryTables>();

  return {
    async get(projectId: ProjectId): Promise<RegistrySettings | null> {
      const row = await db
        .selectFrom('registries')
        .selectAll()
        .where('project_id', '=', projectId)
        .executeTakeFirst();
      return row === undefined ? null : toSettings(row);
    },

    /** Makes it or changes it; `change` is given what is there at this moment. */
    async put(
      projectId: ProjectId,
      change: (before: RegistrySettings | null) => RegistrySettings,
    ): Promise<RegistrySettings> {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('registries')
          .selectAll()
          .where('project_id', '=', projectId)
          .forUpdate()
          .executeTakeFirst();
        const settings = change(row === undefined ? null : toSettings(row));
        const values = {
          allows_all_types: settings.allowsAllTypes ? 1 : 0,
          types: JSON.stringify(settings.types),
          protected_aliases: JSON.stringify(settings.protectedAliases),
        };
        await transaction
          .insertInto('registries')
          .values({ project_id: projectId, ...values })
          .onConflict((conflict) => conflict.column('project_id').doUpdateSet(values))
          .execute();
        return settings;
      });
    },
  };
}

function toSettings(row: Selectable<RegistryTables['registries']>): RegistrySettings {
  return {
    allowsAllTypes: row.allows_all_types === 1,
    types: JSON.parse(row.types) as string[],
    protectedAliases: JSON.parse(row.protected_aliases) as string[],
  };
}
