import { decodeKey, encodeKey, type NotificationKind } from '@runloom/model';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { NotificationTables } from './tables.ts';
import type { NotableEvent, Notification, NotificationId, OutsideWay, Subject } from './types.ts';

const MAX_TITLE = 300;
const MAX_BODY = 2_000;
/** Counting further tells nobody anything. */
const MOST_COUNTED = 100;
/** What is alike but came so much later is told anew. */
const GROUP_MS = 3_600_000;

/** What people were told. Texts may hold anything that a client sent: they are stored encoded. */
export function createNotificationStore(metadata: MetadataStore) {
  const db: Kysely<NotificationTables> = metadata.db.withTables<NotificationTables>();

  return {
    /**
     * Adds it for one person, or counts it on one that is alike and unread, and notes by which ways it
     * goes out. Null when they were told of this event before.
     */
    async add(
      event: NotableEvent,
      userId: UserId,
      ways: { readonly inPage: boolean; readonly outside: readonly OutsideWay[] },
      now: number,
    ): Promise<NotificationId | null> {
      return db.transaction().execute(async (transaction) => {
        const told = await transaction
          .insertInto('notification_events_told')
          .values({ user_id: userId, event_key: event.eventKey, told_at: now })
          .onConflict((conflict) => conflict.doNothing())
          .returning('user_id')
          .executeTakeFirst();
        if (told === undefined) return null;
        const id =
          (await count(transaction, event, userId, now)) ??
          (await insert(transaction, event, userId, ways.inPage, now));
        for (const way of ways.outside) {
          await transaction
            .insertInto('notification_deliveries')
            .values({
              notification_id: id,
              user_id: userId,
              way,
              state: 'waiting',
              attempts: 0,
              detail: '',
              created_at: now,
              finished_at: null,
            })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        return id as NotificationId;
      });
    },

    /** Newest first, behind a cursor. */
    async list(
      userId: UserId,
      page: {
        readonly limit: number;
        readonly before: { readonly at: number; readonly id: number } | null;
        readonly unreadOnly: boolean;
      },
    ): Promise<readonly Notification[]> {
      let query = db
        .selectFrom('notifications')
        .selectAll()
        .where('user_id', '=', userId)
        .where('in_page', '=', 1)
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(page.limit);
      if (page.unreadOnly) query = query.where('read_at', 'is', null);
      if (page.before !== null) {
        const { at, id } = page.before;
        query = query.where(sql<boolean>`(updated_at, id) < (${at}, ${id})`);
      }
      return (await query.execute()).map(toNotification);
    },

    /** The newest that are unread, up to what is counted. */
    async listUnread(userId: UserId): Promise<readonly Notification[]> {
      const rows = await db
        .selectFrom('notifications')
        .selectAll()
        .where('user_id', '=', userId)
        .where('in_page', '=', 1)
        .where('read_at', 'is', null)
        .orderBy('updated_at', 'desc')
        .limit(MOST_COUNTED)
        .execute();
      return rows.map(toNotification);
    },

    async mark(
      userId: UserId,
      ids: readonly number[] | null,
      readAt: number | null,
    ): Promise<void> {
      let query = db
        .updateTable('notifications')
        .set({ read_at: readAt })
        .where('user_id', '=', userId);
      query = ids === null ? query.where('read_at', 'is', null) : query.where('id', 'in', ids);
      await query.execute();
    },

    async getAll(ids: readonly NotificationId[]): Promise<readonly Notification[]> {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom('notifications')
        .selectAll()
        .where('id', 'in', ids)
        .orderBy('updated_at')
        .execute();
      return rows.map(toNotification);
    },

    async removeBefore(moment: number): Promise<void> {
      await db.deleteFrom('notifications').where('updated_at', '<', moment).execute();
      await db.deleteFrom('notification_events_told').where('told_at', '<', moment).execute();
      await db
        .deleteFrom('notification_deliveries')
        .where('state', '<>', 'waiting')
        .where('created_at', '<', moment)
        .execute();
    },
  };
}

type Inside = Transaction<NotificationTables>;

/** The one that is alike and unread counts it; null when there is none. */
async function count(
  transaction: Inside,
  { group, title, body, severity = 'INFO' }: NotableEvent,
  userId: UserId,
  now: number,
): Promise<number | null> {
  if (group === undefined) return null;
  const alike = await transaction
    .selectFrom('notifications')
    .select('id')
    .where('user_id', '=', userId)
    .where('group_key', '=', group.key)
    .where('updated_at', '>', now - GROUP_MS)
    .where('read_at', 'is', null)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (alike === undefined) return null;
  await transaction
    .updateTable('notifications')
    .set((eb) => ({
      count: eb('count', '+', 1),
      title: stored(title, MAX_TITLE),
      body: stored(body, MAX_BODY),
      path: group.path,
      severity,
      updated_at: now,
    }))
    .where('id', '=', alike.id)
    .execute();
  return alike.id;
}

async function insert(
  transaction: Inside,
  event: NotableEvent,
  userId: UserId,
  inPage: boolean,
  now: number,
): Promise<number> {
  const { id } = await transaction
    .insertInto('notifications')
    .values({
      user_id: userId,
      kind: event.kind,
      project_id: event.project?.id ?? null,
      subject: JSON.stringify(event.subject),
      group_key: event.group?.key ?? null,
      event_key: event.eventKey,
      title: stored(event.title, MAX_TITLE),
      body: stored(event.body, MAX_BODY),
      path: event.path,
      group_path: event.group?.path ?? event.path,
      severity: event.severity ?? 'INFO',
      actor_id: event.by,
      count: 1,
      in_page: inPage ? 1 : 0,
      created_at: now,
      updated_at: now,
      read_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function stored(text: string, most: number): string {
  const shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return encodeKey(shown);
}

export function toNotification(row: Selectable<NotificationTables['notifications']>): Notification {
  return {
    id: row.id as NotificationId,
    userId: row.user_id as UserId,
    kind: row.kind as NotificationKind,
    projectId: row.project_id as ProjectId | null,
    subject: JSON.parse(row.subject) as Subject,
    title: decodeKey(row.title),
    body: decodeKey(row.body),
    path: row.path,
    severity: row.severity as Notification['severity'],
    actorId: row.actor_id as UserId | null,
    count: row.count,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    readAt: row.read_at,
  };
}
