import type { Kysely } from 'kysely';
import { DEFAULT_TEAM } from './default-team.ts';
import { KEY_REACH, type KeyReachRow, toReach, toScope } from './key-store.ts';
import { nameKey } from './names.ts';
import type { AccountTables } from './tables.ts';
import type { EntityId, UserActor, UserId } from './types.ts';

/** Keys as they are used, and password hashes. Keys are stored hashed. */
export type CredentialStore = ReturnType<typeof createCredentialStore>;

/** What is remembered of a key and its use. */
export interface KeyUse {
  readonly id: number;
  readonly actor: UserActor;
  readonly expiresAt: number | null;
  lastUsedAt: number | null;
}

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
        .leftJoin('entities as reach', 'reach.id', 'api_keys.entity_id')
        .leftJoin('projects as reach_projects', 'reach_projects.id', 'api_keys.project_id')
        .select(['api_keys.id', 'api_keys.last_used_at', 'api_keys.expires_at'])
        .select([...KEY_REACH, ...ACTOR])
        .where('api_keys.hash', '=', hash)
        .executeTakeFirst();
      return row
        ? {
            id: row.id,
            actor: limited(toActor(row, 'key'), row),
            lastUsedAt: row.last_used_at,
            expiresAt: row.expires_at,
          }
        : null;
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

/** An actor of a limited key has no power over the instance, and is at home where the key reaches. */
function limited(actor: UserActor, row: KeyReachRow): UserActor {
  const scope = toScope(row.scope);
  const within = toReach(row);
  if (scope === 'admin' && within === null) return actor;
  return { ...actor, isAdmin: false, limits: { scope, within } };
}
