import type { AlarmRule } from '@runloom/model';
import type { Selectable } from 'kysely';
import type { UserId } from '../accounts/index.ts';
import type { MonitorDatabase, MonitorTables } from './tables.ts';
import type { Watch } from './types.ts';
import { evidenceOf, startOfWatch, type WatchProgress, watchValue } from './watch.ts';

/** One value of a score, by its key. */
export interface LeafValue {
  readonly key: string;
  readonly value: number;
  readonly isFlag: boolean;
}

/** How the alarm rules of monitors stand. */
export function createWatchTable(db: MonitorDatabase) {
  return {
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
  };
}

/** Lets the watches of a monitor see values in their order. Answers those that raise an alarm by it. */
export async function watchValues(
  transaction: Pick<MonitorDatabase, 'selectFrom' | 'updateTable'>,
  monitor: number,
  values: readonly LeafValue[],
  now: number,
): Promise<readonly Watch[]> {
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
}

const newWatch = (rule: AlarmRule, now: number) => ({
  rule: JSON.stringify(rule),
  progress: JSON.stringify(startOfWatch(rule)),
  state: 'watching',
  since: now,
  alarm_at: null,
  acknowledged_at: null,
  acknowledged_by: null,
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
