import type { Kysely } from 'kysely';
import { nameKey } from './names.ts';
import { DELETED, toUser, USER } from './store.ts';
import type { AccountTables } from './tables.ts';
import type { AccessRequest, OwnAccessRequest, UserId } from './types.ts';

/** Requests for access, by names as they were typed. */
export type AccessRequestStore = ReturnType<typeof createAccessRequestStore>;

export function createAccessRequestStore(db: Kysely<AccountTables>) {
  return {
    async insert(input: {
      userId: UserId;
      entity: string;
      project: string;
      message: string;
      now: number;
    }): Promise<void> {
      await db
        .insertInto('access_requests')
        .values({
          user_id: input.userId,
          entity_name: input.entity,
          entity_key: nameKey(input.entity),
          project_name: input.project,
          message: input.message,
          created_at: input.now,
          decided_at: null,
          decided_by: null,
          was_granted: null,
        })
        .execute();
    },

    async listOf(userId: UserId, since: number): Promise<readonly OwnAccessRequest[]> {
      const rows = await db
        .selectFrom('access_requests')
        .select(['id', 'entity_name', 'project_name', 'created_at', 'was_granted'])
        .where('user_id', '=', userId)
        .orderBy('id', 'desc')
        .limit(100)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        entity: row.entity_name,
        project: row.project_name === '' ? null : row.project_name,
        createdAt: row.created_at,
        // A refusal looks as no answer does: it would tell that there is something to be refused.
        state: row.was_granted === 1 ? 'granted' : row.created_at < since ? 'ended' : 'waiting',
      }));
    },

    /** Undecided ones of a user that are not too old. */
    async listOpenOf(
      userId: UserId,
      since: number,
    ): Promise<readonly { entityKey: string; project: string }[]> {
      const rows = await db
        .selectFrom('access_requests')
        .select(['entity_key', 'project_name'])
        .where('user_id', '=', userId)
        .where('was_granted', 'is', null)
        .where('created_at', '>=', since)
        .execute();
      return rows.map((row) => ({ entityKey: row.entity_key, project: row.project_name }));
    },

    /** Undecided ones for a team or person and what they own, oldest first. */
    async listFor(entity: string, since: number): Promise<readonly AccessRequest[]> {
      const rows = await db
        .selectFrom('access_requests')
        .innerJoin('users', 'users.id', 'access_requests.user_id')
        .select(USER)
        .select([
          'access_requests.id as request_id',
          'access_requests.entity_name',
          'access_requests.project_name',
          'access_requests.message',
          'access_requests.created_at as requested_at',
        ])
        .where('access_requests.entity_key', '=', nameKey(entity))
        .where('access_requests.was_granted', 'is', null)
        .where('access_requests.created_at', '>=', since)
        .where('users.username', 'not like', `${DELETED}%`)
        .orderBy('access_requests.id')
        .execute();
      return rows.map((row) => ({
        id: row.request_id,
        user: toUser(row),
        entity: row.entity_name,
        project: row.project_name === '' ? null : row.project_name,
        message: row.message,
        createdAt: row.requested_at,
      }));
    },

    /** False when it was decided before. */
    async decide(
      id: number,
      decision: { by: UserId; granted: boolean; now: number },
    ): Promise<boolean> {
      const decided = await db
        .updateTable('access_requests')
        .set({
          decided_at: decision.now,
          decided_by: decision.by,
          was_granted: decision.granted ? 1 : 0,
        })
        .where('id', '=', id)
        .where('was_granted', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return decided !== undefined;
    },
  };
}
