import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openArtifactStage } from '../packages/server/src/domains/artifacts/artifacts.testing.ts';
import { quantile, report, round } from './report.ts';

const VERSIONS = 100_000;
const CONTENT_BYTES = 100;
const DAY_MS = 24 * 3_600_000;
const ROWS_AT_ONCE = 5_000;

/**
 * A collection of many versions, each with a file of its own and one that all share, deleted and
 * removed for good; meanwhile somebody else reads, and what they wait is told.
 */
export async function benchArtifactRemoval(): Promise<void> {
  const stage = await openArtifactStage();
  try {
    const first = await stage.log('many', { shared: 'held by all of them' });
    await stage.log('other', { mine: 'held by nobody else' });
    const { db } = stage.room.metadata;
    const rows: { id: number; blob: string; digest: string }[] = [];
    for (let index = 1; index < VERSIONS; index += 1) {
      const bytes = Buffer.alloc(CONTENT_BYTES, `content ${index} `);
      const blob = createHash('sha256').update(bytes).digest('hex');
      const folder = join(stage.blobDirectory, blob.slice(0, 2));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, blob), bytes);
      const digest = createHash('md5').update(bytes).digest('base64');
      rows.push({ id: first.id + 1_000 + index, blob, digest });
    }
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const json = JSON.stringify(
        rows.slice(from, from + ROWS_AT_ONCE).map(({ id, blob, digest }) => [id, blob, digest]),
      );
      const each = sql`json_each(${json}) as j`;
      await db.transaction().execute(async (transaction) => {
        await sql`insert into artifact_versions (id, project_id, collection_id, state, version_index,
            digest, size_bytes, file_count, pending_aliases, pending_tags, created_at, updated_at)
          select j.value ->> 0, ${first.projectId}, ${first.collectionId}, 'committed',
            (j.value ->> 0) - ${first.id}, 'd', ${CONTENT_BYTES}, 2, '[]', '[]', 0, 0
          from ${each}`.execute(transaction);
        await sql`insert into artifact_memberships (collection_id, version_id, version_index, created_at)
          select ${first.collectionId}, j.value ->> 0, (j.value ->> 0) - ${first.id}, 0
          from ${each}`.execute(transaction);
        await sql`insert into artifact_contents (id, project_id, digest, blob, size_bytes,
            birth_version_id, created_at)
          select (j.value ->> 0) + 1000000, ${first.projectId}, j.value ->> 2, j.value ->> 1,
            ${CONTENT_BYTES}, j.value ->> 0, 0
          from ${each}`.execute(transaction);
        await sql`insert into artifact_entries (version_id, path, digest, size_bytes, ref, content_id)
          select j.value ->> 0, 'own', j.value ->> 2, ${CONTENT_BYTES}, null,
            (j.value ->> 0) + 1000000
          from ${each}`.execute(transaction);
        await sql`insert into artifact_entries (version_id, path, digest, size_bytes, ref, content_id)
          select j.value ->> 0, 'shared', e.digest, e.size_bytes, null, e.content_id
          from ${each} join artifact_entries as e on e.version_id = ${first.id}`.execute(
          transaction,
        );
      });
    }
    const collection = await stage.artifacts.findCollection(stage.project, 'many');
    if (collection === null) throw new Error('The collection is not there.');
    const askedAt = performance.now();
    const told = await stage.artifacts.consequencesOf(stage.ada, collection, null);
    const toldMs = performance.now() - askedAt;
    await stage.artifacts.removeCollection(stage.ada, collection.id);
    stage.room.clock.now += 8 * DAY_MS;

    const waits: number[] = [];
    let isDone = false;
    const reader = (async () => {
      while (!isDone) {
        const startedAt = performance.now();
        await stage.artifacts.findMembership(stage.project, 'other');
        waits.push(performance.now() - startedAt);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const startedAt = performance.now();
    const receipts = await stage.artifacts.collect();
    const seconds = (performance.now() - startedAt) / 1000;
    isDone = true;
    await reader;
    const freed = receipts.find(({ reason }) => reason === 'retention');
    if (freed?.versions !== VERSIONS) throw new Error(`Removed ${freed?.versions} versions.`);
    report({
      name: 'artifact-removal',
      what: `${VERSIONS} versions of one collection, each with a file of its own and one that all share, removed for good; beside it somebody reads another artifact`,
      rows: [
        {
          versions: VERSIONS,
          's in all': round(seconds),
          'versions a s': Math.round(VERSIONS / seconds),
          'MB freed': round(freed.freedBytes / 1e6),
          'as foretold': freed.freedBytes === told.freedBytes ? 'yes' : `no: ${told.freedBytes}`,
          'foretold in ms': round(toldMs),
          'reader waits, median ms': round(quantile(waits, 0.5)),
          'p99 ms': round(quantile(waits, 0.99)),
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
