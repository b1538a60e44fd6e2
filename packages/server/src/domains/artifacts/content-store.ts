import { sql } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { ContentHolder } from '../contents/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { artifactTables, type Database, inSlices, unpacked } from './tables.ts';
import type { VersionId } from './types.ts';

/** A file of a project, named by its digest, and the bytes behind it. */
export interface Content {
  readonly id: number;
  readonly digest: string;
  readonly blob: string;
  readonly sizeBytes: number;
  readonly birthVersionId: VersionId;
}

export interface NewContent {
  readonly projectId: ProjectId;
  readonly digest: string;
  readonly blob: string;
  readonly sizeBytes: number;
  readonly versionId: VersionId;
}

/** Which contents of the blob store artifacts refer to. */
export function createArtifactContentHolder(metadata: MetadataStore): ContentHolder {
  const db = artifactTables(metadata);
  const columns = [
    ['artifact_contents', 'blob'],
    ['artifact_manifests', 'blob'],
    ['artifact_upload_parts', 'blob'],
    ['artifact_versions', 'manifest_blob'],
  ] as const;
  return {
    name: 'artifacts',
    async held(digests) {
      const held = new Set<string>();
      if (digests.length === 0) return held;
      for (const [table, column] of columns) {
        const rows = await db
          .selectFrom(table)
          .select(`${table}.${column} as blob` as 'artifact_contents.blob')
          .where(`${table}.${column}` as 'artifact_contents.blob', 'in', digests)
          .execute();
        for (const row of rows) held.add((row as { blob: string }).blob);
      }
      return held;
    },
  };
}

/** Contents of a project by digest. */
export async function findContents(
  db: Database,
  projectId: ProjectId,
  digests: readonly string[],
): Promise<ReadonlyMap<string, Content>> {
  const found = new Map<string, Content>();
  await inSlices([...new Set(digests)], async (slice) => {
    const rows = await db
      .selectFrom('artifact_contents')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('digest', 'in', slice)
      .execute();
    for (const row of rows) {
      found.set(row.digest, {
        id: row.id,
        digest: row.digest,
        blob: row.blob,
        sizeBytes: row.size_bytes,
        birthVersionId: row.birth_version_id as VersionId,
      });
    }
  });
  return found;
}

export async function getContent(db: Database, id: number): Promise<Content | null> {
  const row = await db
    .selectFrom('artifact_contents')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    digest: row.digest,
    blob: row.blob,
    sizeBytes: row.size_bytes,
    birthVersionId: row.birth_version_id as VersionId,
  };
}

/** Keeps contents from being removed until the version that counts on them is committed. */
export async function claim(
  db: Database,
  claims: readonly { readonly versionId: VersionId; readonly contentId: number }[],
): Promise<void> {
  await inSlices(claims, async (slice) => {
    await db
      .insertInto('artifact_claims')
      .values(
        slice.map(({ versionId, contentId }) => ({
          version_id: versionId,
          content_id: contentId,
        })),
      )
      .onConflict((conflict) => conflict.columns(['version_id', 'content_id']).doNothing())
      .execute();
  });
}

/** Notes contents that have been stored, each claimed by the version it was sent for. */
export async function addContents(
  db: Database,
  engine: MetadataStore['engine'],
  contents: readonly NewContent[],
  now: number,
): Promise<void> {
  for (const [projectId, ofProject] of Map.groupBy(contents, (content) => content.projectId)) {
    await inSlices(ofProject, async (slice) => {
      const rows = unpacked(
        engine,
        slice.map(({ digest, blob, sizeBytes, versionId }) => [digest, blob, sizeBytes, versionId]),
      );
      await sql`
        insert into artifact_contents
          (project_id, digest, blob, size_bytes, birth_version_id, created_at)
        select cast(${projectId} as bigint), j.value ->> 0, j.value ->> 1,
          cast(j.value ->> 2 as bigint), cast(j.value ->> 3 as bigint), cast(${now} as bigint)
        from ${rows}
        where true
        on conflict (project_id, digest) do nothing
      `.execute(db);
      // By a query for each: a join would be made by going through all contents of the project.
      await sql`
        insert into artifact_claims (version_id, content_id)
        select version_id, content_id
        from (
          select cast(j.value ->> 3 as bigint) as version_id, (
            select c.id from artifact_contents as c
            where c.project_id = cast(${projectId} as bigint) and c.digest = (j.value ->> 0)
          ) as content_id
          from ${rows}
        ) as claims
        where content_id is not null
        on conflict (version_id, content_id) do nothing
      `.execute(db);
    });
  }
}
