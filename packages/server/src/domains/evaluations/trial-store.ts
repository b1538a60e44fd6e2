import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { decodeTrials, encodeTrials, TRIAL_FORM } from './trial-codec.ts';
import type { Trial } from './types.ts';

/** Evaluations of a project of which trials are kept: those that were read last. */
const MOST_KEPT = 100;
const KEPT_MS = 30 * 86_400_000;

type KeptTrialTables = {
  kept_trials: {
    project_id: number;
    evaluation_id: string;
    stamp: string;
    content: string;
    written_at: number;
  };
};

/** An evaluation, and what its calls were when its trials were read. */
export interface TrialKey {
  readonly id: string;
  readonly stamp: string;
}

/**
 * Trials of evaluations as they were read once, so that also after a restart nobody waits until the engine has
 * read them again. What is kept counts only under the stamp of its calls. Times are milliseconds.
 */
export interface TrialStore {
  /** Those that are kept, by evaluation. */
  read(
    project: ProjectId,
    wanted: readonly TrialKey[],
  ): Promise<ReadonlyMap<string, readonly Trial[]>>;
  write(project: ProjectId, key: TrialKey, trials: readonly Trial[]): Promise<void>;
  /** Keeps nothing of the project's evaluations: calls of it were removed. */
  forget(project: ProjectId): Promise<void>;
}

export function createTrialStore(metadata: MetadataStore, clock = Date.now): TrialStore {
  const db = metadata.db.withTables<KeptTrialTables>();
  const formed = (stamp: string): string => `${TRIAL_FORM} ${stamp}`;
  return {
    async read(project, wanted) {
      if (wanted.length === 0) return new Map();
      const stamps = new Map(wanted.map(({ id, stamp }) => [id, formed(stamp)]));
      const rows = await db
        .selectFrom('kept_trials')
        .select(['evaluation_id', 'stamp'])
        .where('project_id', '=', project)
        .where('evaluation_id', 'in', [...stamps.keys()])
        .execute();
      const current = rows.filter((row) => stamps.get(row.evaluation_id) === row.stamp);
      const found = await Promise.all(
        current.map(async ({ evaluation_id: id }) => {
          const row = await db
            .selectFrom('kept_trials')
            .select(['content', 'stamp'])
            .where('project_id', '=', project)
            .where('evaluation_id', '=', id)
            .executeTakeFirst();
          if (row === undefined || row.stamp !== stamps.get(id)) return [];
          return [[id, await decodeTrials(id, Buffer.from(row.content, 'base64'))] as const];
        }),
      );
      return new Map(found.flat());
    },

    async write(project, { id, stamp }, trials) {
      const content = (await encodeTrials(trials)).toString('base64');
      const now = clock();
      const row = { stamp: formed(stamp), content, written_at: now };
      await db
        .insertInto('kept_trials')
        .values({ project_id: project, evaluation_id: id, ...row })
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'evaluation_id']).doUpdateSet(row),
        )
        .execute();
      await db
        .deleteFrom('kept_trials')
        .where('written_at', '<', now - KEPT_MS)
        .execute();
      const older = db
        .selectFrom('kept_trials')
        .select('evaluation_id')
        .where('project_id', '=', project)
        .orderBy('written_at', 'desc')
        .orderBy('evaluation_id')
        .limit(MOST_KEPT);
      await db
        .deleteFrom('kept_trials')
        .where('project_id', '=', project)
        .where('evaluation_id', 'not in', older)
        .execute();
    },

    async forget(project) {
      await db.deleteFrom('kept_trials').where('project_id', '=', project).execute();
    },
  };
}
