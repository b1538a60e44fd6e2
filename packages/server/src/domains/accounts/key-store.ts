import type { Kysely } from 'kysely';
import type { AccountTables } from './tables.ts';
import type { ApiKeyInfo, EntityId, KeyReach, KeyScope, UserId } from './types.ts';

/** API keys as they are listed and changed; they are stored hashed. */
export type KeyStore = ReturnType<typeof createKeyStore>;

const KEY_INFO = [
  'api_keys.id',
  'api_keys.name',
  'api_keys.prefix',
  'api_keys.created_at',
  'api_keys.expires_at',
  'api_keys.last_used_at',
] as const;

/** What a key is limited to, read beside it. */
export const KEY_REACH = [
  'api_keys.scope',
  'api_keys.entity_id as reach_entity_id',
  'reach.name as reach_entity',
  'api_keys.project_id as reach_project_id',
  'reach_projects.name as reach_project',
] as const;

export interface KeyReachRow {
  readonly scope: string;
  readonly reach_entity_id: number | null;
  readonly reach_entity: string | null;
  readonly reach_project_id: number | null;
  readonly reach_project: string | null;
}

export interface NewKeyRow {
  readonly userId: UserId;
  readonly hash: string;
  readonly prefix: string;
  readonly name: string;
  readonly scope?: KeyScope;
  readonly within?: { readonly entityId: EntityId; readonly projectId: number | null } | null;
  readonly expiresAt?: number | null;
  readonly now: number;
}

export function createKeyStore(db: Kysely<AccountTables>) {
  const keys = () =>
    db
      .selectFrom('api_keys')
      .leftJoin('entities as reach', 'reach.id', 'api_keys.entity_id')
      .leftJoin('projects as reach_projects', 'reach_projects.id', 'api_keys.project_id')
      .select([...KEY_INFO, ...KEY_REACH]);

  return {
    async listKeys(userId: UserId): Promise<readonly ApiKeyInfo[]> {
      const rows = await keys()
        .where('api_keys.user_id', '=', userId)
        .orderBy('api_keys.id')
        .execute();
      return rows.map(toKeyInfo);
    },

    /** Null when the key exists already. */
    async insertKey(input: NewKeyRow): Promise<ApiKeyInfo | null> {
      const row = await db
        .insertInto('api_keys')
        .values({
          user_id: input.userId,
          hash: input.hash,
          prefix: input.prefix,
          name: input.name,
          scope: input.scope ?? 'admin',
          entity_id: input.within?.entityId ?? null,
          project_id: input.within?.projectId ?? null,
          expires_at: input.expiresAt ?? null,
          created_at: input.now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return null;
      return toKeyInfo(await keys().where('api_keys.id', '=', row.id).executeTakeFirstOrThrow());
    },

    async touchKey(id: number, now: number): Promise<void> {
      await db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', id).execute();
    },

    /** True when it was there, and the user's when one is given. */
    async deleteKey(id: number, userId: UserId | null): Promise<boolean> {
      let query = db.deleteFrom('api_keys').where('id', '=', id);
      if (userId !== null) query = query.where('user_id', '=', userId);
      const deleted = await query.returning('id').executeTakeFirst();
      return deleted !== undefined;
    },
  };
}

/** Null: wherever its user may go. */
export function toReach(row: KeyReachRow): KeyReach | null {
  const { reach_entity_id: entityId, reach_project_id: projectId } = row;
  if (entityId === null) return null;
  return {
    entityId: entityId as EntityId,
    entityName: row.reach_entity ?? '',
    project: projectId === null ? null : { id: projectId, name: row.reach_project ?? '' },
  };
}

/** What is not known gives least. */
export const toScope = (scope: string): KeyScope =>
  scope === 'admin' || scope === 'write' ? scope : 'read';

function toKeyInfo(
  row: KeyReachRow & {
    id: number;
    name: string;
    prefix: string;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
  },
): ApiKeyInfo {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scope: toScope(row.scope),
    within: toReach(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
