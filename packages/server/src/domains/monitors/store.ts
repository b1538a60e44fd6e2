import type { AlarmRule, MonitorScoreState, MonitorSpec } from '@runloom/model';
import { type Generated, type Kysely, type Selectable, sql } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type {
  Monitor,
  MonitorScore,
  MonitorVersion,
  ScorePage,
  ValueBucket,
  Watch,
} from './types.ts';
import { evidenceOf, startOfWatch, type WatchProgress, watchValue } from './watch.ts';

type MonitorTables = {
  monitors: {
    id: Generated<number>;
    project_id: number;
    name: string;
    version: number;
    spec: string;
    published: string;
    active: number;
    created_by: number;
    created_at: number;
    updated_at: number;
    since: number;
  };
  monitor_versions: {
    monitor_id: number;
    version: number;
    spec: string;
    active: number;
    created_by: number;
    created_at: number;
  };
  monitor_scores: {
    id: Generated<number>;
    monitor_id: number;
    call_id: string;
    scorer: string;
    state: string;
    attempts: number;
    message: string | null;
    value: string | null;
    call_ended_at: number;
    scored_at: number | null;
  };
  monitor_values: {
    score_id: number;
    key: string;
    monitor_id: number;
    call_ended_at: number;
    value: number;
    is_flag: number;
  };
  monitor_days: { monitor_id: number; day: number; calls: number; cost: number };
  monitor_watches: {
    monitor_id: number;
    key: string;
    rule: string;
    progress: string;
    state: string;
    since: number;
    alarm_at: number | null;
    acknowledged_at: number | null;
    acknowledged_by: number | null;
  };
};

const NO_COUNTS: Readonly<Record<MonitorScoreState, number>> = {
  waiting: 0,
  scored: 0,
  failed: 0,
  'over budget': 0,
  paused: 0,
};

/** One value of a score, by its key. */
export interface LeafValue {
  readonly key: string;
  readonly value: number;
  readonly isFlag: boolean;
}

/** What a scorer said, as it is kept. */
export interface KeptScore {
  readonly score: MonitorScore;
  /** JSON. */
  readonly value: string;
  readonly leaves: readonly LeafValue[];
  readonly attempts: number;
}

export function createMonitorStore(metadata: MetadataStore) {
  const db: Kysely<MonitorTables> = metadata.db.withTables<MonitorTables>();

  return {
    /** @throws UniqueViolationError when the project has one of this name */
    async insert(monitor: Omit<Monitor, 'id'>): Promise<Monitor> {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto('monitors')
          .values({ ...toRow(monitor), created_at: monitor.createdAt })
          .returningAll()
          .executeTakeFirstOrThrow();
        const stored = toMonitor(row);
        await putVersion(transaction, stored, monitor.createdBy);
        return stored;
      });
    },

    async update(monitor: Monitor, by: UserId): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('monitors')
          .set(toRow(monitor))
          .where('id', '=', monitor.id)
          .execute();
        await putVersion(transaction, monitor, by);
      });
    },

    async remove(id: number): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const table of [
          'monitor_versions',
          'monitor_scores',
          'monitor_values',
          'monitor_days',
          'monitor_watches',
        ] as const) {
          await transaction.deleteFrom(table).where('monitor_id', '=', id).execute();
        }
        await transaction.deleteFrom('monitors').where('id', '=', id).execute();
      });
    },

    async get(id: number): Promise<Monitor | null> {
      const row = await db
        .selectFrom('monitors')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toMonitor(row);
    },

    async list(project: ProjectId): Promise<readonly Monitor[]> {
      const rows = await db
        .selectFrom('monitors')
        .selectAll()
        .where('project_id', '=', project)
        .orderBy('name')
        .execute();
      return rows.map(toMonitor);
    },

    async versions(id: number): Promise<readonly MonitorVersion[]> {
      const rows = await db
        .selectFrom('monitor_versions')
        .selectAll()
        .where('monitor_id', '=', id)
        .orderBy('version', 'desc')
        .execute();
      return rows.map((row) => ({
        version: row.version,
        spec: JSON.parse(row.spec) as MonitorSpec,
        isActive: row.active === 1,
        createdBy: row.created_by as UserId,
        createdAt: row.created_at,
      }));
    },

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

    async day(id: number, day: number): Promise<{ readonly calls: number; readonly cost: number }> {
      const row = await db
        .selectFrom('monitor_days')
        .select(['calls', 'cost'])
        .where('monitor_id', '=', id)
        .where('day', '=', day)
        .executeTakeFirst();
      return row ?? { calls: 0, cost: 0 };
    },

    /** Counts calls of the day as far as the budget still has room for them; answers for how many. */
    async takeBudget(
      id: number,
      day: number,
      wanted: number,
      budget: Pick<MonitorSpec, 'callsPerDay' | 'costPerDay'>,
    ): Promise<number> {
      return db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('monitor_days')
          .values({ monitor_id: id, day, calls: 0, cost: 0 })
          .onConflict((conflict) => conflict.columns(['monitor_id', 'day']).doNothing())
          .execute();
        const { calls, cost } = await transaction
          .selectFrom('monitor_days')
          .select(['calls', 'cost'])
          .where('monitor_id', '=', id)
          .where('day', '=', day)
          .forUpdate()
          .executeTakeFirstOrThrow();
        if (budget.costPerDay !== null && cost >= budget.costPerDay) return 0;
        const room = (budget.callsPerDay ?? Number.POSITIVE_INFINITY) - calls;
        const taken = Math.max(0, Math.min(wanted, room));
        await transaction
          .updateTable('monitor_days')
          .set({ calls: calls + taken })
          .where('monitor_id', '=', id)
          .where('day', '=', day)
          .execute();
        return taken;
      });
    },

    async addCost(id: number, day: number, cost: number): Promise<void> {
      await db
        .updateTable('monitor_days')
        .set((set) => ({ cost: set('cost', '+', cost) }))
        .where('monitor_id', '=', id)
        .where('day', '=', day)
        .execute();
    },

    /** Notes that calls are to be scored; those that are known already stay as they are. */
    async want(
      monitor: number,
      scorers: readonly string[],
      calls: readonly { readonly id: string; readonly endedAt: number }[],
    ): Promise<void> {
      if (calls.length === 0) return;
      await db
        .insertInto('monitor_scores')
        .values(
          calls.flatMap((call) =>
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
          ),
        )
        .onConflict((conflict) => conflict.columns(['monitor_id', 'call_id', 'scorer']).doNothing())
        .execute();
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
        const rows = await transaction
          .selectFrom('monitor_watches')
          .selectAll()
          .where('monitor_id', '=', monitor)
          .where('state', '=', 'watching')
          .forUpdate()
          .execute();
        const alarms: Watch[] = [];
        for (const watch of rows.map(toWatch)) {
          const own = values.filter(({ key }) => key === watch.key);
          if (own.length === 0) continue;
          let { progress } = watch;
          let isAlarm = false;
          for (const { value } of own) {
            progress = watchValue(watch.rule, progress, value);
            isAlarm = evidenceOf(watch.rule, progress).isAlarm;
            if (isAlarm) break;
          }
          await transaction
            .updateTable('monitor_watches')
            .set({
              progress: JSON.stringify(progress),
              ...(isAlarm ? { state: 'alarm', alarm_at: now } : {}),
            })
            .where('monitor_id', '=', monitor)
            .where('key', '=', watch.key)
            .execute();
          if (isAlarm) alarms.push({ ...watch, progress, state: 'alarm', alarmAt: now });
        }
        return alarms;
      });
    },

    async watches(id: number): Promise<readonly Watch[]> {
      const rows = await db
        .selectFrom('monitor_watches')
        .selectAll()
        .where('monitor_id', '=', id)
        .orderBy('key')
        .execute();
      return rows.map(toWatch);
    },

    /** Watches these rules; what watched the same rule before goes on. */
    async setRules(id: number, rules: readonly AlarmRule[], now: number): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const rows = await transaction
          .selectFrom('monitor_watches')
          .select(['key', 'rule'])
          .where('monitor_id', '=', id)
          .execute();
        for (const { key, rule } of rows) {
          if (rules.some((one) => one.key === key && JSON.stringify(one) === rule)) continue;
          await transaction
            .deleteFrom('monitor_watches')
            .where('monitor_id', '=', id)
            .where('key', '=', key)
            .execute();
        }
        for (const rule of rules) {
          await transaction
            .insertInto('monitor_watches')
            .values({ monitor_id: id, key: rule.key, ...newWatch(rule, now) })
            .onConflict((conflict) => conflict.columns(['monitor_id', 'key']).doNothing())
            .execute();
        }
      });
    },

    /** Begins a watch anew. */
    async restart(id: number, rule: AlarmRule, now: number): Promise<void> {
      await db
        .updateTable('monitor_watches')
        .set(newWatch(rule, now))
        .where('monitor_id', '=', id)
        .where('key', '=', rule.key)
        .execute();
    },

    async acknowledge(id: number, key: string, by: UserId, now: number): Promise<boolean> {
      const moved = await db
        .updateTable('monitor_watches')
        .set({ state: 'acknowledged', acknowledged_at: now, acknowledged_by: by })
        .where('monitor_id', '=', id)
        .where('key', '=', key)
        .where('state', '=', 'alarm')
        .returning('key')
        .executeTakeFirst();
      return moved !== undefined;
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

export type MonitorStore = ReturnType<typeof createMonitorStore>;

const newWatch = (rule: AlarmRule, now: number) => ({
  rule: JSON.stringify(rule),
  progress: JSON.stringify(startOfWatch(rule)),
  state: 'watching',
  since: now,
  alarm_at: null,
  acknowledged_at: null,
  acknowledged_by: null,
});

const toRow = (monitor: Omit<Monitor, 'id'>) => ({
  project_id: monitor.projectId,
  name: monitor.name,
  version: monitor.version,
  spec: JSON.stringify(monitor.spec),
  published: JSON.stringify(monitor.published),
  active: monitor.isActive ? 1 : 0,
  created_by: monitor.createdBy,
  updated_at: monitor.updatedAt,
  since: monitor.since,
});

async function putVersion(
  db: Pick<Kysely<MonitorTables>, 'insertInto'>,
  monitor: Monitor,
  by: UserId,
): Promise<void> {
  await db
    .insertInto('monitor_versions')
    .values({
      monitor_id: monitor.id,
      version: monitor.version,
      spec: JSON.stringify(monitor.spec),
      active: monitor.isActive ? 1 : 0,
      created_by: by,
      created_at: monitor.updatedAt,
    })
    .execute();
}

const toMonitor = (row: Selectable<MonitorTables['monitors']>): Monitor => ({
  id: row.id,
  projectId: row.project_id as ProjectId,
  name: row.name,
  version: row.version,
  spec: JSON.parse(row.spec) as MonitorSpec,
  published: JSON.parse(row.published) as Monitor['published'],
  isActive: row.active === 1,
  createdBy: row.created_by as UserId,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  since: row.since,
});

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

const toWatch = (row: Selectable<MonitorTables['monitor_watches']>): Watch => ({
  monitorId: row.monitor_id,
  key: row.key,
  rule: JSON.parse(row.rule) as AlarmRule,
  progress: JSON.parse(row.progress) as WatchProgress,
  state: row.state as Watch['state'],
  since: row.since,
  alarmAt: row.alarm_at,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by as UserId | null,
});
