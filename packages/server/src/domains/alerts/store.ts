import { decodeKey as decodeText, encodeKey as encodeText } from '@runloom/model';
import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { RunId } from '../runs/index.ts';
import type { Alert, AlertInput, AlertSeverity } from './types.ts';

type AlertTables = {
  run_alerts: {
    id: Generated<number>;
    run_id: number;
    title: string;
    text: string;
    severity: string;
    created_at: number;
    held_back: Generated<number>;
  };
  /** Belongs to runs; held so that two alerts of a run are looked at one after the other. */
  runs: { id: number; deleted_at: number | null };
};

export function createAlertStore(metadata: MetadataStore) {
  const db: Kysely<AlertTables> = metadata.db.withTables<AlertTables>();

  return {
    /** Null when it counts as said already; the one that said it counts it. */
    async add(runId: RunId, input: AlertInput, now: number): Promise<Alert | null> {
      return db.transaction().execute(async (transaction) => {
        await transaction
          .selectFrom('runs')
          .select('id')
          .where('id', '=', runId)
          .forUpdate()
          .execute();
        const title = encodeText(input.title);
        const last = await transaction
          .selectFrom('run_alerts')
          .select(['id', 'created_at'])
          .where('run_id', '=', runId)
          .where('title', '=', title)
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (last !== undefined && now - last.created_at < input.waitMs) {
          await transaction
            .updateTable('run_alerts')
            .set((set) => ({ held_back: set('held_back', '+', 1) }))
            .where('id', '=', last.id)
            .execute();
          return null;
        }
        const row = await transaction
          .insertInto('run_alerts')
          .values({
            run_id: runId,
            title,
            text: encodeText(input.text),
            severity: input.severity,
            created_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return toAlert(row);
      });
    },

    /** Newest first, those older than `before`. */
    async list(runId: RunId, before: number | null, limit: number): Promise<readonly Alert[]> {
      let query = db
        .selectFrom('run_alerts')
        .selectAll()
        .where('run_id', '=', runId)
        .orderBy('id', 'desc')
        .limit(limit);
      if (before !== null) query = query.where('id', '<', before);
      return (await query.execute()).map(toAlert);
    },

    async count(runId: RunId): Promise<number> {
      const { count } = await db
        .selectFrom('run_alerts')
        .select((select) => select.fn.countAll().as('count'))
        .where('run_id', '=', runId)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async remove(ids: readonly RunId[]): Promise<void> {
      if (ids.length === 0) return;
      await db.deleteFrom('run_alerts').where('run_id', 'in', ids).execute();
    },
  };
}

function toAlert(row: Selectable<AlertTables['run_alerts']>): Alert {
  return {
    id: row.id,
    title: decodeText(row.title),
    text: decodeText(row.text),
    severity: row.severity as AlertSeverity,
    createdAt: row.created_at,
    heldBack: row.held_back,
  };
}
