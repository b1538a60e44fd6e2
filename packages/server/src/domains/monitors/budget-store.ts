import type { MonitorSpec } from '@runloom/model';
import type { MonitorDatabase } from './tables.ts';

/** What monitors used of the budgets of days. */
export function createBudgetTable(db: MonitorDatabase) {
  return {
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
  };
}
