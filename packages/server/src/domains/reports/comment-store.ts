import type { Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ReportTables } from './tables.ts';
import type { ReportComment, ReportId, ReportThread } from './types.ts';

export type CommentStore = ReturnType<typeof createCommentStore>;

/** Threads and their comments. */
export function createCommentStore(metadata: MetadataStore) {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();

  return {
    /** Oldest first. */
    async threads(id: ReportId): Promise<readonly ReportThread[]> {
      const [threads, comments] = await Promise.all([
        db
          .selectFrom('report_threads')
          .selectAll()
          .where('report_id', '=', id)
          .orderBy('created_at')
          .orderBy('thread')
          .execute(),
        db
          .selectFrom('report_comments')
          .selectAll()
          .where('report_id', '=', id)
          .orderBy('created_at')
          .orderBy('id')
          .execute(),
      ]);
      const byThread = Map.groupBy(comments, ({ thread }) => thread);
      return threads.map((row) => toThread(row, byThread.get(row.thread) ?? []));
    },

    async threadCount(id: ReportId): Promise<number> {
      const row = await db
        .selectFrom('report_threads')
        .select((where) => where.fn.countAll().as('count'))
        .where('report_id', '=', id)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },

    async thread(id: ReportId, thread: string): Promise<ReportThread | null> {
      const row = await db
        .selectFrom('report_threads')
        .selectAll()
        .where('report_id', '=', id)
        .where('thread', '=', thread)
        .executeTakeFirst();
      if (row === undefined) return null;
      const comments = await db
        .selectFrom('report_comments')
        .selectAll()
        .where('report_id', '=', id)
        .where('thread', '=', thread)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return toThread(row, comments);
    },

    /** Begins the thread unless it is there; an answer opens one that was resolved. */
    async add(
      id: ReportId,
      thread: { thread: string; block: string | null; quote: string },
      comment: ReportComment,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('report_threads')
          .values({
            report_id: id,
            ...thread,
            created_at: comment.createdAt,
            resolved_at: null,
            resolved_by: null,
          })
          .onConflict((conflict) =>
            conflict
              .columns(['report_id', 'thread'])
              .doUpdateSet({ resolved_at: null, resolved_by: null }),
          )
          .execute();
        await transaction
          .insertInto('report_comments')
          .values({
            id: comment.id,
            report_id: id,
            thread: thread.thread,
            author: comment.author,
            body: comment.body,
            mentions: JSON.stringify(comment.mentions),
            created_at: comment.createdAt,
            edited_at: comment.editedAt,
          })
          .execute();
      });
    },

    /** Null when the report has no such comment. */
    async find(
      id: ReportId,
      comment: string,
    ): Promise<{ thread: string; comment: ReportComment } | null> {
      const row = await db
        .selectFrom('report_comments')
        .selectAll()
        .where('report_id', '=', id)
        .where('id', '=', comment)
        .executeTakeFirst();
      return row ? { thread: row.thread, comment: toComment(row) } : null;
    },

    async edit(
      comment: string,
      change: { body: string; mentions: readonly UserId[]; editedAt: number },
    ): Promise<void> {
      await db
        .updateTable('report_comments')
        .set({
          body: change.body,
          mentions: JSON.stringify(change.mentions),
          edited_at: change.editedAt,
        })
        .where('id', '=', comment)
        .execute();
    },

    async resolve(
      id: ReportId,
      thread: string,
      resolved: { at: number; by: UserId } | null,
    ): Promise<void> {
      await db
        .updateTable('report_threads')
        .set({ resolved_at: resolved?.at ?? null, resolved_by: resolved?.by ?? null })
        .where('report_id', '=', id)
        .where('thread', '=', thread)
        .execute();
    },

    /** A thread ends with its last comment. */
    async remove(id: ReportId, thread: string, comment: string): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('report_comments').where('id', '=', comment).execute();
        const left = await transaction
          .selectFrom('report_comments')
          .select('id')
          .where('report_id', '=', id)
          .where('thread', '=', thread)
          .limit(1)
          .executeTakeFirst();
        if (left !== undefined) return;
        await transaction
          .deleteFrom('report_threads')
          .where('report_id', '=', id)
          .where('thread', '=', thread)
          .execute();
      });
    },
  };
}

function toThread(
  row: Selectable<ReportTables['report_threads']>,
  comments: readonly Selectable<ReportTables['report_comments']>[],
): ReportThread {
  return {
    thread: row.thread,
    block: row.block,
    quote: row.quote,
    resolved:
      row.resolved_at === null || row.resolved_by === null
        ? null
        : { at: row.resolved_at, by: row.resolved_by as UserId },
    comments: comments.map(toComment),
  };
}

function toComment(row: Selectable<ReportTables['report_comments']>): ReportComment {
  return {
    id: row.id,
    author: row.author as UserId,
    body: row.body,
    mentions: JSON.parse(row.mentions) as UserId[],
    createdAt: row.created_at,
    editedAt: row.edited_at,
  };
}
