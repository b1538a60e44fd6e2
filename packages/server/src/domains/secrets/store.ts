import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId, UserId } from '../accounts/index.ts';
import type { SecretInfo } from './types.ts';

type SecretTables = {
  secrets: {
    id: Generated<number>;
    entity_id: number;
    name: string;
    sealed: string;
    created_by: number;
    created_at: number;
    updated_at: number;
  };
};

export function createSecretStore(metadata: MetadataStore) {
  const db: Kysely<SecretTables> = metadata.db.withTables<SecretTables>();

  return {
    async put(secret: {
      entityId: EntityId;
      name: string;
      sealed: string;
      by: UserId;
      now: number;
    }): Promise<{ created: boolean; value: SecretInfo }> {
      const { entityId, name, sealed, by, now } = secret;
      const row = await db
        .insertInto('secrets')
        .values({
          entity_id: entityId,
          name,
          sealed,
          created_by: by,
          created_at: now,
          updated_at: now,
        })
        .onConflict((conflict) =>
          conflict.columns(['entity_id', 'name']).doUpdateSet({ sealed, updated_at: now }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return { created: row.created_at === now && row.updated_at === now, value: toInfo(row) };
    },

    /** False when there was none. */
    async remove(entityId: EntityId, name: string): Promise<boolean> {
      const removed = await db
        .deleteFrom('secrets')
        .where('entity_id', '=', entityId)
        .where('name', '=', name)
        .returning('id')
        .executeTakeFirst();
      return removed !== undefined;
    },

    async list(entityId: EntityId): Promise<readonly SecretInfo[]> {
      const rows = await db
        .selectFrom('secrets')
        .selectAll()
        .where('entity_id', '=', entityId)
        .orderBy('name')
        .execute();
      return rows.map(toInfo);
    },

    async sealed(entityId: EntityId, name: string): Promise<string | null> {
      const row = await db
        .selectFrom('secrets')
        .select('sealed')
        .where('entity_id', '=', entityId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.sealed ?? null;
    },
  };
}

function toInfo(row: Selectable<SecretTables['secrets']>): SecretInfo {
  return { name: row.name, createdAt: row.created_at, updatedAt: row.updated_at };
}
