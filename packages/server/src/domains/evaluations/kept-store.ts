import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { EvaluationOutline } from './outline.ts';
import { decodeOutline, encodeOutline, OUTLINE_FORM } from './outline-codec.ts';
import { decodeTrials, encodeTrials, TRIAL_FORM } from './trial-codec.ts';
import type { Trial } from './types.ts';

/** Evaluations of a project of which something is kept: those that were read last. */
const MOST_KEPT = 100;
const KEPT_MS = 30 * 86_400_000;

interface KeptTable {
  project_id: number;
  evaluation_id: string;
  stamp: string;
  content: string;
  written_at: number;
}

type KeptTables = { kept_trials: KeptTable; kept_outlines: KeptTable };

/** An evaluation, and what its calls were when it was read. */
export interface KeptKey {
  readonly id: string;
  readonly stamp: string;
}

/** Something of evaluations. What is kept counts only under the stamp of its calls. */
export interface KeptStore<Value> {
  /** Those that are kept, by evaluation. */
  read(project: ProjectId, wanted: readonly KeptKey[]): Promise<ReadonlyMap<string, Value>>;
  write(project: ProjectId, key: KeptKey, value: Value): Promise<void>;
}

/**
 * Evaluations as they were read once, so that also after a restart nobody waits until the engine has read
 * them again: their numbers, which comparisons are made of, and their trials, with the beginnings of texts.
 */
export interface KeptEvaluations {
  readonly trials: KeptStore<readonly Trial[]>;
  readonly outlines: KeptStore<EvaluationOutline>;
  /** Those of which something was kept last. */
  recent(limit: number): Promise<readonly { readonly project: ProjectId; readonly id: string }[]>;
  /** Keeps nothing of the project's evaluations: calls of it were removed. */
  forget(project: ProjectId): Promise<void>;
}

export function createKeptEvaluations(
  metadata: MetadataStore,
  /** Milliseconds. */
  clock = Date.now,
): KeptEvaluations {
  const db = metadata.db.withTables<KeptTables>();
  return {
    trials: createStore(metadata, clock, 'kept_trials', {
      form: `${TRIAL_FORM}`,
      encode: encodeTrials,
      decode: decodeTrials,
    }),
    outlines: createStore(metadata, clock, 'kept_outlines', {
      form: OUTLINE_FORM,
      encode: encodeOutline,
      decode: (_, bytes) => decodeOutline(bytes),
    }),
    async recent(limit) {
      const rows = await db
        .selectFrom('kept_outlines')
        .select(['project_id', 'evaluation_id'])
        .orderBy('written_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ project: row.project_id as ProjectId, id: row.evaluation_id }));
    },
    async forget(project) {
      for (const table of ['kept_trials', 'kept_outlines'] as const) {
        await db.deleteFrom(table).where('project_id', '=', project).execute();
      }
    },
  };
}

/** How a value is written as bytes; what was written in another form is not read. */
interface Codec<Value> {
  readonly form: string;
  encode(value: Value): Promise<Buffer>;
  decode(evaluationId: string, bytes: Uint8Array): Promise<Value>;
}

function createStore<Value>(
  metadata: MetadataStore,
  clock: () => number,
  table: keyof KeptTables,
  { form, encode, decode }: Codec<Value>,
): KeptStore<Value> {
  const db = metadata.db.withTables<KeptTables>();
  const formed = (stamp: string): string => `${form} ${stamp}`;
  return {
    async read(project, wanted) {
      if (wanted.length === 0) return new Map();
      const stamps = new Map(wanted.map(({ id, stamp }) => [id, formed(stamp)]));
      const rows = await db
        .selectFrom(table)
        .select(['evaluation_id', 'stamp'])
        .where('project_id', '=', project)
        .where('evaluation_id', 'in', [...stamps.keys()])
        .execute();
      const current = rows.filter((row) => stamps.get(row.evaluation_id) === row.stamp);
      const found = await Promise.all(
        current.map(async ({ evaluation_id: id }) => {
          const row = await db
            .selectFrom(table)
            .select(['content', 'stamp'])
            .where('project_id', '=', project)
            .where('evaluation_id', '=', id)
            .executeTakeFirst();
          if (row === undefined || row.stamp !== stamps.get(id)) return [];
          return [[id, await decode(id, Buffer.from(row.content, 'base64'))] as const];
        }),
      );
      return new Map(found.flat());
    },

    async write(project, { id, stamp }, value) {
      const content = (await encode(value)).toString('base64');
      const now = clock();
      const row = { stamp: formed(stamp), content, written_at: now };
      await db
        .insertInto(table)
        .values({ project_id: project, evaluation_id: id, ...row })
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'evaluation_id']).doUpdateSet(row),
        )
        .execute();
      await db
        .deleteFrom(table)
        .where('written_at', '<', now - KEPT_MS)
        .execute();
      const older = db
        .selectFrom(table)
        .select('evaluation_id')
        .where('project_id', '=', project)
        .orderBy('written_at', 'desc')
        .orderBy('evaluation_id')
        .limit(MOST_KEPT);
      await db
        .deleteFrom(table)
        .where('project_id', '=', project)
        .where('evaluation_id', 'not in', older)
        .execute();
    },
  };
}
