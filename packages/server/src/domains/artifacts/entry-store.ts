import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { likeLiteral } from '../../stores/metadata/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ManifestEntry } from './manifest.ts';
import { type ArtifactTables, type Database, type JsonRow, unpacked } from './tables.ts';
import type { Entry, VersionId } from './types.ts';

/** Entries written with one statement: enough to be fast, few enough that nobody waits long. */
const ROWS_AT_ONCE = 2_000;
/** Entries written with one commit, each of which is synced to disk. */
const ROWS_A_COMMIT = 10_000;

/** Writes the entries of a version that is not committed yet, each tied to its content by digest. */
export async function replaceEntries(
  db: Kysely<ArtifactTables>,
  engine: 'sqlite' | 'postgres',
  version: { readonly id: VersionId; readonly projectId: ProjectId },
  entries: ReadonlyMap<string, ManifestEntry>,
): Promise<void> {
  await db.deleteFrom('artifact_entries').where('version_id', '=', version.id).execute();
  const rows = [...entries].map(([path, { digest, size, ref }]) => [path, digest, size, ref]);
  for (let from = 0; from < rows.length; from += ROWS_A_COMMIT) {
    const some = rows.slice(from, from + ROWS_A_COMMIT);
    await db
      .transaction()
      .execute((transaction) => insertEntries(transaction, engine, version, some));
    // Statements run on the event loop of the embedded engine: let others have their turn.
    await setImmediate();
  }
}

async function insertEntries(
  db: Database,
  engine: 'sqlite' | 'postgres',
  version: { readonly id: VersionId; readonly projectId: ProjectId },
  rows: readonly JsonRow[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await sql`
      insert into artifact_entries (version_id, path, digest, size_bytes, ref, content_id)
      select cast(${version.id} as bigint), j.value ->> 0, j.value ->> 1,
        coalesce(c.size_bytes, cast(j.value ->> 2 as bigint)), j.value ->> 3, c.id
      from ${unpacked(engine, rows.slice(from, from + ROWS_AT_ONCE))}
      left join artifact_contents as c
        on c.project_id = ${version.projectId} and c.digest = (j.value ->> 1)
          and (j.value ->> 3) is null
      where true
      on conflict (version_id, path) do nothing
    `.execute(db);
    await setImmediate();
  }
}

export interface EntryTotals {
  readonly count: number;
  readonly sizeBytes: number;
  /** Some files that were named but never sent. */
  readonly missing: readonly string[];
}

export async function totalsOf(db: Database, id: VersionId): Promise<EntryTotals> {
  const totals = await db
    .selectFrom('artifact_entries')
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`coalesce(sum(size_bytes), 0)`.as('bytes'),
    ])
    .where('version_id', '=', id)
    .executeTakeFirst();
  return {
    count: Number(totals?.count ?? 0),
    sizeBytes: Number(totals?.bytes ?? 0),
    missing: (await missingEntries(db, id, 5)).map(({ path }) => path),
  };
}

/** Files of the manifest whose content is not here. */
export function missingEntries(
  db: Database,
  id: VersionId,
  limit: number,
): Promise<{ path: string; digest: string }[]> {
  return db
    .selectFrom('artifact_entries')
    .select(['path', 'digest'])
    .where('version_id', '=', id)
    .where('ref', 'is', null)
    .where('content_id', 'is', null)
    .orderBy('path')
    .limit(limit)
    .execute();
}

export async function listEntries(
  db: Database,
  id: VersionId,
  options: {
    names?: readonly string[];
    filesOnly?: boolean;
    after: string | null;
    below?: string;
    /** A text that the path holds, whatever the case. */
    holding?: string;
    limit: number;
  },
): Promise<Entry[]> {
  let query = db
    .selectFrom('artifact_entries')
    .selectAll()
    .where('version_id', '=', id)
    .orderBy('path')
    .limit(options.limit);
  if (options.after !== null) query = query.where('path', '>', options.after);
  if (options.names) query = query.where('path', 'in', options.names);
  if (options.filesOnly) query = query.where('ref', 'is', null);
  if (options.holding !== undefined) {
    const pattern = `%${likeLiteral(options.holding)}%`;
    query = query.where(sql<boolean>`lower(path) like lower(${pattern}) escape '\\'`);
  }
  if (options.below !== undefined && options.below !== '') {
    query = query.where('path', '>=', options.below).where('path', '<', pastFolder(options.below));
  }
  return (await query.execute()).map((row) => ({
    path: row.path,
    digest: row.digest,
    sizeBytes: row.size_bytes,
    ref: row.ref,
    contentId: row.content_id,
  }));
}

export async function countEntries(
  db: Database,
  id: VersionId,
  options: { names?: readonly string[]; filesOnly?: boolean },
): Promise<number> {
  let query = db
    .selectFrom('artifact_entries')
    .select(sql<number>`count(*)`.as('count'))
    .where('version_id', '=', id);
  if (options.names) query = query.where('path', 'in', options.names);
  if (options.filesOnly) query = query.where('ref', 'is', null);
  return Number((await query.executeTakeFirst())?.count ?? 0);
}

/** The first text behind everything that begins with `folder`, which ends with a slash. */
export const pastFolder = (folder: string): string => `${folder.slice(0, -1)}0`;

/** How much stands below a folder, which ends with a slash. */
export async function folderTotals(
  db: Database,
  id: VersionId,
  folder: string,
): Promise<{ fileCount: number; sizeBytes: number }> {
  const row = await db
    .selectFrom('artifact_entries')
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`coalesce(sum(size_bytes), 0)`.as('bytes'),
    ])
    .where('version_id', '=', id)
    .where('path', '>=', folder)
    .where('path', '<', pastFolder(folder))
    .executeTakeFirst();
  return { fileCount: Number(row?.count ?? 0), sizeBytes: Number(row?.bytes ?? 0) };
}
