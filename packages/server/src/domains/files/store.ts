import { type Kysely, type Selectable, sql } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId } from '../accounts/index.ts';
import type { RunId } from '../runs/index.ts';
import type { RunFile } from './types.ts';

type FileTables = {
  run_files: {
    run_id: number;
    name: string;
    digest: string;
    md5: string;
    size_bytes: number;
    mime_type: string;
    updated_at: number;
  };
  /** Belong to runs and projects; read to refuse transfers once either is deleted. */
  runs: { id: number; project_id: number; deleted_at: number | null };
  projects: { id: number; entity_id: number; deleted_at: number | null };
};

export interface FileFilter {
  readonly names?: readonly string[];
  /** As `likePattern` gives it. */
  readonly pattern?: string;
}

export function createFileStore(metadata: MetadataStore) {
  const db: Kysely<FileTables> = metadata.db.withTables<FileTables>();

  const matching = (runId: RunId, { names, pattern }: FileFilter) => {
    let query = db.selectFrom('run_files').where('run_id', '=', runId);
    if (names) query = query.where('name', 'in', names);
    if (pattern !== undefined) query = query.where(sql<boolean>`name like ${pattern} escape '\\'`);
    return query;
  };

  return {
    /** Whether the run and its project are there and not in the trash. */
    async isRunAlive(runId: RunId): Promise<boolean> {
      const row = await db
        .selectFrom('runs')
        .innerJoin('projects', 'projects.id', 'runs.project_id')
        .select('runs.id')
        .where('runs.id', '=', runId)
        .where('runs.deleted_at', 'is', null)
        .where('projects.deleted_at', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Adds the file or replaces the one of the same name. */
    async put(file: RunFile): Promise<void> {
      const content = {
        digest: file.digest,
        md5: file.md5,
        size_bytes: file.sizeBytes,
        mime_type: file.mimeType,
        updated_at: file.updatedAt,
      };
      await db
        .insertInto('run_files')
        .values({ run_id: file.runId, name: file.name, ...content })
        .onConflict((conflict) => conflict.columns(['run_id', 'name']).doUpdateSet(content))
        .execute();
    },

    async find(runId: RunId, name: string): Promise<RunFile | null> {
      const row = await db
        .selectFrom('run_files')
        .selectAll()
        .where('run_id', '=', runId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row ? toFile(row) : null;
    },

    /** By name, those behind `after` first. */
    async list(
      runId: RunId,
      filter: FileFilter,
      page: { after: string | null; limit: number },
    ): Promise<readonly RunFile[]> {
      let query = matching(runId, filter).selectAll().orderBy('name').limit(page.limit);
      if (page.after !== null) query = query.where('name', '>', page.after);
      return (await query.execute()).map(toFile);
    },

    async storageBytes(entityId: EntityId): Promise<number> {
      const row = await db
        .selectFrom('run_files')
        .innerJoin('runs', 'runs.id', 'run_files.run_id')
        .innerJoin('projects', 'projects.id', 'runs.project_id')
        .select((eb) => eb.fn.sum<number>('run_files.size_bytes').as('bytes'))
        .where('projects.entity_id', '=', entityId)
        .executeTakeFirst();
      return Number(row?.bytes ?? 0);
    },

    async count(runId: RunId, filter: FileFilter): Promise<number> {
      const row = await matching(runId, filter)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
  };
}

function toFile(row: Selectable<FileTables['run_files']>): RunFile {
  return {
    runId: row.run_id as RunId,
    name: row.name,
    digest: row.digest,
    md5: row.md5,
    sizeBytes: row.size_bytes,
    mimeType: row.mime_type,
    updatedAt: row.updated_at,
  };
}
