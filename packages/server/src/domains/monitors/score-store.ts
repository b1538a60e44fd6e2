import type { MonitorScoreState } from '@runloom/model';
import { type Selectable, sql } from 'kysely';
import type { MonitorDatabase, MonitorTables } from './tables.ts';
import type { MonitorScore, ScorePage, ValueBucket, Watch } from './types.ts';
import { type LeafValue, watchValues } from './watch-store.ts';

const NO_COUNTS: Readonly<Record<MonitorScoreState, number>> = {
  waiting: 0,
  scored: 0,
  failed: 0,
  'over budget': 0,
  paused: 0,
};

/** A statement of SQLite takes no more than 32,766 values. */
const ROWS_AT_ONCE = 1_000;

/** What a scorer said, as it is kept. */
export interface KeptScore {
  readonly score: MonitorScore;
  /** JSON. */
  readonly value: string;
  readonly leaves: readonly LeafValue[];
  readonly attempts: number;
}

/** What scorers say of calls, or are to say. */
export function createScoreTables(db: MonitorDatabase) {
  return {
    async counts(id: number): Promise<{
      readonly counts: Readonly<Record<MonitorScoreState, number>>;
      readonly lastScoredAt: number | null;
    }> {
      const rows = await db
        .selectFrom('monitor_scores')
        .select((select) => [
          'state',
          select.fn.countAll().as('count'),
          select.fn.max('scored_at').as('last'),
        ])
        .where('monitor_id', '=', id)
        .groupBy('state')
        .execute();
      const counts = { ...NO_COUNTS };
      for (const { state, count } of rows) counts[state as MonitorScoreState] = Number(count);
      const last = rows.map((row) => Number(row.last ?? 0));
      return { counts, lastScoredAt: Math.max(0, ...last) || null };
    },

    /** Notes that calls are to be scored; those that are known already stay as they are. */
    async want(
      monitor: number,
      scorers: readonly string[],
      calls: readonly { readonly id: string; readonly endedAt: number }[],
    ): Promise<void> {
      const rows = calls.flatMap((call) =>
        scorers.map((scorer) => ({
          monitor_id: monitor,
          call_id: call.id,
          scorer,
          state: 'waiting',
          attempts: 0,
          message: null,
          value: null,
          call_ended_at: call.endedAt,
          scored_at: null,
        })),
      );
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        await db
          .insertInto('monitor_scores')
          .values(rows.slice(from, from + ROWS_AT_ONCE))
          .onConflict((conflict) =>
            conflict.columns(['monitor_id', 'call_id', 'scorer']).doNothing(),
          )
          .execute();
      }
    },

    /** Of these calls, in the order in which they were wanted. */
    async waiting(monitor: number, callIds: readonly string[]): Promise<readonly MonitorScore[]> {
      if (callIds.length === 0) return [];
      const rows = await db
        .selectFrom('monitor_scores')
        .selectAll()
        .where('monitor_id', '=', monitor)
        .where('call_id', 'in', callIds)
        .where('state', '=', 'waiting')
        .orderBy('id')
        .execute();
      return rows.map(toScore);
    },

    async scores(monitor: number, page: ScorePage): Promise<readonly MonitorScore[]> {
      let query = db
        .selectFrom('monitor_scores')
        .selectAll()
        .where('monitor_id', '=', monitor)
        .orderBy('id', 'desc')
        .limit(page.limit);
      if (page.state !== undefined) query = query.where('state', '=', page.state);
      if (page.scorer !== undefined) query = query.where('scorer', '=', page.scorer);
      if (page.from !== undefined) query = query.where('call_ended_at', '>=', page.from);
      if (page.to !== undefined) query = query.where('call_ended_at', '<', page.to);
      if (page.before !== undefined) query = query.where('id', '<', page.before);
      return (await query.execute()).map(toScore);
    },

    /** Tries that did not go well, or that are not made. */
    async note(
      notes: readonly {
        readonly id: number;
        readonly state: MonitorScoreState;
        readonly attempts: number;
        readonly message: string | null;
        readonly now: number | null;
      }[],
    ): Promise<void> {
      if (notes.length === 0) return;
      await db.transaction().execute(async (transaction) => {
        for (const { id, state, message, attempts, now } of notes) {
          await transaction
            .updateTable('monitor_scores')
            .set({ state, message, attempts, scored_at: now })
            .where('id', '=', id)
            .where('state', '=', 'waiting')
            .execute();
        }
      });
    },

    /**
     * Keeps what scorers said, and lets the watches see the values in their order: all of it or nothing, each
     * once. Answers the watches that raise an alarm by it.
     */
    async keep(monitor: number, all: readonly KeptScore[], now: number): Promise<readonly Watch[]> {
      if (all.length === 0) return [];
      return db.transaction().execute(async (transaction) => {
        const values: LeafValue[] = [];
        for (const { score, value, leaves, attempts } of all) {
          const moved = await transaction
            .updateTable('monitor_scores')
            .set({ state: 'scored', value, attempts, message: null, scored_at: now })
            .where('id', '=', score.id)
            .where('state', '!=', 'scored')
            .returning('id')
            .executeTakeFirst();
          if (moved === undefined || leaves.length === 0) continue;
          await transaction
            .insertInto('monitor_values')
            .values(
              leaves.map((leaf) => ({
                score_id: score.id,
                key: leaf.key,
                monitor_id: monitor,
                call_ended_at: score.callEndedAt,
                value: leaf.value,
                is_flag: leaf.isFlag ? 1 : 0,
              })),
            )
            .execute();
          values.push(...leaves);
        }
        return watchValues(transaction, monitor, values, now);
      });
    },

    async buckets(
      id: number,
      range: { readonly from: number; readonly to: number; readonly bucketMs: number },
    ): Promise<readonly ValueBucket[]> {
      // Whole numbers: both engines divide them without a rest.
      const at = sql<number>`(call_ended_at / ${sql.lit(range.bucketMs)}) * ${sql.lit(range.bucketMs)}`;
      const rows = await db
        .selectFrom('monitor_values')
        .select((select) => [
          'key',
          at.as('at'),
          select.fn.countAll().as('count'),
          select.fn.sum('value').as('sum'),
          sql<number>`sum(value * value)`.as('squares'),
          select.fn.sum('is_flag').as('flags'),
        ])
        .where('monitor_id', '=', id)
        .where('call_ended_at', '>=', range.from)
        .where('call_ended_at', '<', range.to)
        .groupBy(['key', 'at'])
        .orderBy('key')
        .orderBy('at')
        .execute();
      return rows.map((row) => ({
        key: row.key,
        at: Number(row.at),
        count: Number(row.count),
        sum: Number(row.sum),
        squares: Number(row.squares),
        flags: Number(row.flags),
      }));
    },
  };
}

const toScore = (row: Selectable<MonitorTables['monitor_scores']>): MonitorScore => ({
  id: row.id,
  monitorId: row.monitor_id,
  callId: row.call_id,
  scorer: row.scorer,
  state: row.state as MonitorScoreState,
  attempts: row.attempts,
  message: row.message,
  value: row.value,
  callEndedAt: row.call_ended_at,
  scoredAt: row.scored_at,
});
