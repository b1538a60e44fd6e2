import type { Kysely } from 'kysely';
import { DEFAULT_TEAM } from './default-team.ts';
import { nameKey } from './names.ts';
import type { AccountTables } from './tables.ts';
import type { ApiKeyInfo, EntityId, UserActor, UserId } from './types.ts';

/** API keys and password hashes. Keys are stored hashed. */
export type CredentialStore = ReturnType<typeof createCredentialStore>;

/** What is remembered of a key and its use. */
export interface KeyUse {
  readonly id: number;
  readonly actor: UserActor;
  lastUsedAt: number | null;
}

const KEY_INFO = ['id', 'name', 'prefix', 'created_at', 'last_used_at'] as const;
/** What an actor is made of. */
export const ACTOR = [
  'users.id as user_id',
  'users.username',
  'users.is_admin',
  'users.service_entity_id',
  'teams.name as team_name',
  DEFAULT_TEAM,
] as const;

export function createCredentialStore(db: Kysely<AccountTables>) {
  return {
    async findKey(hash: string): Promise<KeyUse | null> {
      const row = await db
        .selectFrom('api_keys')
        .innerJoin('users', 'users.id', 'api_keys.user_id')
        .leftJoin('entities as teams', 'teams.id', 'users.service_entity_id')
        .select(['api_keys.id', 'api_keys.last_used_at', ...ACTOR])
        .where('api_keys.hash', '=', hash)
        .executeTakeFirst();
      return row ? { id: row.id, actor: toActor(row, 'key'), lastUsedAt: row.last_used_at } : null;
    },

    async listKeys(userId: UserId): Promise<readonly ApiKeyInfo[]> {
      const rows = await db
        .selectFrom('api_keys')
        .select(KEY_INFO)
        .where('user_id', '=', userId)
        .orderBy('id')
        .execute();
      return rows.map(toKeyInfo);
    },

    /** Null when the key exists already. */
    async insertKey(input: {
      userId: UserId;
      hash: string;
      prefix: string;
      name: string;
      now: number;
    }): Promise<ApiKeyInfo | null> {
      const row = await db
        .insertInto('api_keys')
        .values({
          user_id: input.userId,
          hash: input.hash,
          prefix: input.prefix,
          name: input.name,
          created_at: input.now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning(KEY_INFO)
        .executeTakeFirst();
      return row ? toKeyInfo(row) : null;
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

    async findPassword(username: string): Promise<{ userId: UserId; hash: string | null } | null> {
      const row = await db
        .selectFrom('users')
        .innerJoin('entities', 'entities.id', 'users.entity_id')
        .select(['users.id', 'users.password_hash'])
        .where('entities.name_key', '=', nameKey(username))
        .executeTakeFirst();
      return row ? { userId: row.id as UserId, hash: row.password_hash } : null;
    },

    /** Everything by which the user could prove who they are. */
    async deleteCredentialsOf(userId: UserId): Promise<void> {
      await db.deleteFrom('api_keys').where('user_id', '=', userId).execute();
      await db.deleteFrom('sessions').where('user_id', '=', userId).execute();
      await db.deleteFrom('sign_in_links').where('user_id', '=', userId).execute();
    },
  };
}

export function toActor(
  row: {
    user_id: number;
    username: string;
    is_admin: number;
    service_entity_id: number | null;
    team_name: string | null;
    default_team: string | null;
  },
  via: UserActor['via'],
): UserActor {
  const { service_entity_id: teamId, team_name: teamName } = row;
  return {
    kind: 'user',
    userId: row.user_id as UserId,
    username: row.username,
    isAdmin: row.is_admin === 1,
    via,
    ...(teamId !== null &&
      teamName !== null && { serves: { entityId: teamId as EntityId, name: teamName } }),
    ...(row.default_team !== null && { defaultTeam: row.default_team }),
  };
}

function toKeyInfo(row: {
  id: number;
  name: string;
  prefix: string;
  created_at: number;
  last_used_at: number | null;
}): ApiKeyInfo {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
