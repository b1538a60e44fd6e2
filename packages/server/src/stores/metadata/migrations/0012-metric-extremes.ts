import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/**
 * Lists are sorted by the least (`m`) and the greatest (`x`) value of a metric, too: rows of
 * `run_values` like all others. Their mark is the heartbeat up to which the points were looked at;
 * −1 is of a look that may have come too early. All other rows have none.
 */
export const migration: Migration = {
  async up(db, { integer }) {
    await db.schema.alterTable('run_values').addColumn('mark', integer).execute();
    // Few runs are forked, rewound or shared; these are looked at each time.
    await db.schema
      .createIndex('runs_branched')
      .on('runs')
      .columns(['project_id', 'id'])
      .where(sql.ref('lineage'), 'is not', null)
      .where(sql.ref('deleted_at'), 'is', null)
      .execute();
  },
};
