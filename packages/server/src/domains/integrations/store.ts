import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId, UserId } from '../accounts/index.ts';
import type { Seal } from '../secrets/index.ts';
import type { Integration, IntegrationId } from './types.ts';

type IntegrationTables = {
  integrations: {
    id: Generated<number>;
    entity_id: number;
    kind: string;
    name: string;
    workspace: string | null;
    sealed_url: string;
    secret_name: string | null;
    access_token_name: string | null;
    created_by: number;
    created_at: number;
  };
};

export interface NewIntegration {
  readonly entityId: EntityId;
  readonly kind: Integration['kind'];
  readonly name: string;
  readonly workspace: string | null;
  readonly url: string;
  readonly secretName: string | null;
  readonly accessTokenName: string | null;
  readonly createdBy: UserId;
  readonly createdAt: number;
}

export function createIntegrationStore(metadata: MetadataStore, seal: Seal) {
  const db: Kysely<IntegrationTables> = metadata.db.withTables<IntegrationTables>();

  const toIntegration = (row: Selectable<IntegrationTables['integrations']>): Integration => {
    const shared = {
      id: row.id as IntegrationId,
      entityId: row.entity_id as EntityId,
      createdAt: row.created_at,
    };
    if (row.kind === 'channel') {
      return { ...shared, kind: 'channel', workspace: row.workspace ?? '', channel: row.name };
    }
    return {
      ...shared,
      kind: 'webhook',
      name: row.name,
      url: seal.open(row.sealed_url),
      secretName: row.secret_name,
      accessTokenName: row.access_token_name,
    };
  };

  return {
    /** Null when the owner has one of this kind and name. */
    async insert(input: NewIntegration): Promise<Integration | null> {
      const row = await db
        .insertInto('integrations')
        .values({
          entity_id: input.entityId,
          kind: input.kind,
          name: input.name,
          workspace: input.workspace,
          sealed_url: seal.seal(input.url),
          secret_name: input.secretName,
          access_token_name: input.accessTokenName,
          created_by: input.createdBy,
          created_at: input.createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toIntegration(row);
    },

    async list(entityId: EntityId): Promise<readonly Integration[]> {
      const rows = await db
        .selectFrom('integrations')
        .selectAll()
        .where('entity_id', '=', entityId)
        .orderBy('id')
        .execute();
      return rows.map(toIntegration);
    },

    async get(id: IntegrationId): Promise<Integration | null> {
      const row = await db
        .selectFrom('integrations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toIntegration(row);
    },

    async url(id: IntegrationId): Promise<string | null> {
      const row = await db
        .selectFrom('integrations')
        .select('sealed_url')
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : seal.open(row.sealed_url);
    },

    /** False when there was none. */
    async remove(entityId: EntityId, id: IntegrationId): Promise<boolean> {
      const removed = await db
        .deleteFrom('integrations')
        .where('entity_id', '=', entityId)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      return removed !== undefined;
    },
  };
}
