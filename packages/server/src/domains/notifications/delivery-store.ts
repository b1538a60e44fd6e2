import { decodeKey, type NotificationKind } from '@runloom/model';
import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { NotificationTables } from './tables.ts';
import type { Delivery, DeliveryState, NotificationId, OutsideWay } from './types.ts';

const MAX_DETAIL = 500;

export interface WaitingDelivery {
  readonly id: number;
  readonly notificationId: NotificationId;
}

/** What goes out of the server, and what became of it. */
export function createDeliveryStore(metadata: MetadataStore) {
  const db: Kysely<NotificationTables> = metadata.db.withTables<NotificationTables>();

  return {
    /** All that waits for one person by one way, oldest first. */
    async waiting(
      userId: UserId,
      way: OutsideWay,
      limit: number,
    ): Promise<readonly WaitingDelivery[]> {
      const rows = await db
        .selectFrom('notification_deliveries')
        .select(['id', 'notification_id'])
        .where('user_id', '=', userId)
        .where('way', '=', way)
        .where('state', '=', 'waiting')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        notificationId: row.notification_id as NotificationId,
      }));
    },

    async note(
      ids: readonly number[],
      outcome: {
        readonly state: DeliveryState;
        readonly detail: string;
        readonly isAttempt: boolean;
        readonly now: number;
      },
    ): Promise<void> {
      if (ids.length === 0) return;
      await db
        .updateTable('notification_deliveries')
        .set((eb) => ({
          state: outcome.state,
          detail: outcome.detail.slice(0, MAX_DETAIL),
          attempts: outcome.isAttempt ? eb('attempts', '+', 1) : eb.ref('attempts'),
          finished_at: outcome.state === 'waiting' ? null : outcome.now,
        }))
        .where('id', 'in', ids)
        .execute();
    },

    /** When something of these kinds last went out to somebody by a way; null: never. */
    async lastSentAt(
      userId: UserId,
      way: OutsideWay,
      kinds: readonly NotificationKind[],
    ): Promise<number | null> {
      const row = await db
        .selectFrom('notification_deliveries as d')
        .innerJoin('notifications as n', 'n.id', 'd.notification_id')
        .select('d.finished_at')
        .where('d.user_id', '=', userId)
        .where('d.way', '=', way)
        .where('d.state', '=', 'sent')
        .where('n.kind', 'in', kinds)
        .orderBy('d.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.finished_at ?? null;
    },

    async list(userId: UserId, limit: number): Promise<readonly Delivery[]> {
      const rows = await db
        .selectFrom('notification_deliveries as d')
        .innerJoin('notifications as n', 'n.id', 'd.notification_id')
        .selectAll('d')
        .select('n.title')
        .where('d.user_id', '=', userId)
        .orderBy('d.id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        notificationId: row.notification_id as NotificationId,
        way: row.way as OutsideWay,
        state: row.state as DeliveryState,
        title: decodeKey(row.title),
        attempts: row.attempts,
        detail: row.detail,
        createdAt: row.created_at,
        finishedAt: row.finished_at,
      }));
    },
  };
}
