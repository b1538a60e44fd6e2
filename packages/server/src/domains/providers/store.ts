import type { ModelInterface } from '@runloom/model';
import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId, UserId } from '../accounts/index.ts';
import type { ModelProvider } from './types.ts';

type ProviderTables = {
  model_providers: {
    id: Generated<number>;
    entity_id: number;
    name: string;
    interface: string;
    base_url: string;
    sealed_key: string | null;
    models: string;
    created_by: number;
    updated_at: number;
  };
};

export interface StoredProvider extends ModelProvider {
  readonly sealedKey: string | null;
}

export function createProviderStore(metadata: MetadataStore) {
  const db: Kysely<ProviderTables> = metadata.db.withTables<ProviderTables>();

  return {
    async put(provider: {
      readonly entityId: EntityId;
      readonly name: string;
      readonly interface: ModelInterface;
      readonly baseUrl: string;
      readonly sealedKey: string | null;
      readonly models: readonly string[];
      readonly by: UserId;
      readonly now: number;
    }): Promise<StoredProvider> {
      const content = {
        interface: provider.interface,
        base_url: provider.baseUrl,
        sealed_key: provider.sealedKey,
        models: JSON.stringify(provider.models),
        updated_at: provider.now,
      };
      const row = await db
        .insertInto('model_providers')
        .values({
          ...content,
          entity_id: provider.entityId,
          name: provider.name,
          created_by: provider.by,
        })
        .onConflict((conflict) => conflict.columns(['entity_id', 'name']).doUpdateSet(content))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toProvider(row);
    },

    /** False when there was none. */
    async remove(entityId: EntityId, name: string): Promise<boolean> {
      const removed = await db
        .deleteFrom('model_providers')
        .where('entity_id', '=', entityId)
        .where('name', '=', name)
        .returning('id')
        .executeTakeFirst();
      return removed !== undefined;
    },

    async list(entityId: EntityId): Promise<readonly StoredProvider[]> {
      const rows = await db
        .selectFrom('model_providers')
        .selectAll()
        .where('entity_id', '=', entityId)
        .orderBy('name')
        .execute();
      return rows.map(toProvider);
    },

    async find(entityId: EntityId, name: string): Promise<StoredProvider | null> {
      const row = await db
        .selectFrom('model_providers')
        .selectAll()
        .where('entity_id', '=', entityId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? null : toProvider(row);
    },
  };
}

const toProvider = (row: Selectable<ProviderTables['model_providers']>): StoredProvider => ({
  name: row.name,
  interface: row.interface as ModelInterface,
  baseUrl: row.base_url,
  hasKey: row.sealed_key !== null,
  sealedKey: row.sealed_key,
  models: JSON.parse(row.models) as string[],
  updatedAt: row.updated_at,
});
