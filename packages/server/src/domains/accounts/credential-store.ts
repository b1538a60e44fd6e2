import type { Kysely } from 'kysely';
import { DEFAULT_TEAM } from './default-team.ts';
import { KEY_REACH, type KeyReachRow, toReach, toScope } from './key-store.ts';
import { nameKey } from './names.ts';
import type { AccountTables } from './tables.ts';
import type { EntityId, UserActor, UserId } from './types.ts';

/** Keys as they are used, sessions, sign-in links and password hashes. Keys and tokens are stored hashed. */
export type CredentialStore = ReturnType<typeof createCredentialStore>;

/** What is remembered of a key and its use. */
export interface KeyUse {
  readonly id: number;
  readonly actor: UserActor;
  readonly expiresAt: number | null;
  lastUsedAt: number | null;
}

/** What is remembered of a session and its use. */
export interface SessionUse {
  readonly actor: UserActor;
  lastSeenAt: number;
  expiresAt: number;
}

const ACTOR = [
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

    async findSession(hash: string): Promise<SessionUse | null> {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .leftJoin('entities as teams', 'teams.id', 'users.service_entity_id')
        .select(['sessions.last_seen_at', 'sessions.expires_at', ...ACTOR])
        .where('sessions.hash', '=', hash)
        .executeTakeFirst();
      return row
        ? {
            actor: toActor(row, 'session'),
            lastSeenAt: row.last_seen_at,
            expiresAt: row.expires_at,
          }
        : null;
    },

    async insertSession(input: {
      hash: string;
      userId: UserId;
      userAgent: string;
      now: number;
      expiresAt: number;
    }): Promise<void> {
      await db
        .insertInto('sessions')
        .values({
          hash: input.hash,
          user_id: input.userId,
          user_agent: input.userAgent,
          created_at: input.now,
          last_seen_at: input.now,
          expires_at: input.expiresAt,
        })
        .execute();
    },

    async extendSession(hash: string, now: number, expiresAt: number): Promise<void> {
      await db
        .updateTable('sessions')
        .set({ last_seen_at: now, expires_at: expiresAt })
        .where('hash', '=', hash)
        .execute();
    },

    async deleteSession(hash: string): Promise<void> {
      await db.deleteFrom('sessions').where('hash', '=', hash).execute();
    },

    async deleteSessionsOf(userId: UserId, exceptHash?: string): Promise<void> {
      let query = db.deleteFrom('sessions').where('user_id', '=', userId);
      if (exceptHash !== undefined) query = query.where('hash', '<>', exceptHash);
      await query.execute();
    },

    async deleteExpired(now: number): Promise<void> {
      await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
      await db.deleteFrom('sign_in_links').where('expires_at', '<=', now).execute();
    },

    /** The only link of the user from now on. */
    async replaceSignInLink(userId: UserId, hash: string, expiresAt: number): Promise<void> {
      await db.deleteFrom('sign_in_links').where('user_id', '=', userId).execute();
      await db
        .insertInto('sign_in_links')
        .values({ hash, user_id: userId, expires_at: expiresAt })
        .execute();
    },

    /** Takes the link away, so that nobody can take it twice; whose it was, or null. */
    async takeSignInLink(hash: string, now: number): Promise<UserId | null> {
      const row = await db
        .deleteFrom('sign_in_links')
        .where('hash', '=', hash)
        .where('expires_at', '>', now)
        .returning('user_id')
        .executeTakeFirst();
      return row ? (row.user_id as UserId) : null;
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

function toActor(
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
