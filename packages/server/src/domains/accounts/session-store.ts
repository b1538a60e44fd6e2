import type { Kysely } from 'kysely';
import { ACTOR, toActor } from './credential-store.ts';
import type { OpenedBy } from './session-types.ts';
import type { AccountTables } from './tables.ts';
import type { UserActor, UserId } from './types.ts';

/** Sessions of browsers and links that open one. Tokens are stored hashed. */
export type SessionStore = ReturnType<typeof createSessionStore>;

/** What is remembered of a session and its use. Times in milliseconds since the epoch. */
export interface SessionUse {
  readonly actor: UserActor;
  readonly createdAt: number;
  readonly openedBy: OpenedBy;
  lastSeenAt: number;
  expiresAt: number;
}

/** A session as it is listed. */
export interface StoredSession {
  readonly hash: string;
  readonly userAgent: string;
  readonly address: string;
  readonly openedBy: OpenedBy;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

export function createSessionStore(db: Kysely<AccountTables>) {
  return {
    async findSession(hash: string): Promise<SessionUse | null> {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .leftJoin('entities as teams', 'teams.id', 'users.service_entity_id')
        .select([
          'sessions.last_seen_at',
          'sessions.expires_at',
          'sessions.created_at as opened_at',
          'sessions.opened_by',
          ...ACTOR,
        ])
        .where('sessions.hash', '=', hash)
        .executeTakeFirst();
      return row
        ? {
            actor: toActor(row, 'session'),
            createdAt: row.opened_at,
            openedBy: row.opened_by as OpenedBy,
            lastSeenAt: row.last_seen_at,
            expiresAt: row.expires_at,
          }
        : null;
    },

    async insertSession(input: {
      hash: string;
      userId: UserId;
      userAgent: string;
      address: string;
      openedBy: OpenedBy;
      now: number;
      expiresAt: number;
    }): Promise<void> {
      await db
        .insertInto('sessions')
        .values({
          hash: input.hash,
          user_id: input.userId,
          user_agent: input.userAgent,
          address: input.address,
          opened_by: input.openedBy,
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

    /** The user's sessions that have not ended, the one used last first. */
    async listSessions(userId: UserId, now: number): Promise<readonly StoredSession[]> {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', userId)
        .where('expires_at', '>', now)
        .orderBy('last_seen_at', 'desc')
        .orderBy('hash')
        .execute();
      return rows.map((row) => ({
        hash: row.hash,
        userAgent: row.user_agent,
        address: row.address,
        openedBy: row.opened_by as OpenedBy,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        expiresAt: row.expires_at,
      }));
    },

    /** Whether a session of the user that was not taken back began at this address. */
    async hasSessionFrom(userId: UserId, address: string): Promise<boolean> {
      const row = await db
        .selectFrom('sessions')
        .select('hash')
        .where('user_id', '=', userId)
        .where('address', '=', address)
        .executeTakeFirst();
      return row !== undefined;
    },

    async deleteSession(hash: string): Promise<void> {
      await db.deleteFrom('sessions').where('hash', '=', hash).execute();
    },

    /** How many ended. */
    async deleteSessionsOf(userId: UserId, exceptHash?: string): Promise<number> {
      let query = db.deleteFrom('sessions').where('user_id', '=', userId);
      if (exceptHash !== undefined) query = query.where('hash', '<>', exceptHash);
      return (await query.returning('hash').execute()).length;
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
  };
}
