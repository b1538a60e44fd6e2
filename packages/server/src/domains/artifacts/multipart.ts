import { Readable } from 'node:stream';
import { invalid, notFound } from '../../platform/errors.ts';
import { markRemovals } from '../contents/index.ts';
import { requirePending, type SentContent } from './content-recorder.ts';
import type { ArtifactRoom } from './room.ts';
import type { FileUpload, Version, VersionId } from './types.ts';
import { getVersion } from './version-store.ts';

const UPLOAD_MS = 24 * 3_600_000;
const MAX_PARTS = 10_000;

interface Completion {
  readonly versionId: VersionId;
  readonly uploadId: string;
  readonly abort: boolean;
  readonly parts: readonly { readonly part: number; readonly md5: string }[];
}

/**
 * Files that are sent in parts. Parts are kept as they come, so that a client that is cut off, or a
 * server that is killed, goes on with those that are missing; when all are there they become one.
 */
export function createMultipart(
  room: ArtifactRoom,
  record: (content: SentContent) => Promise<void>,
) {
  const { db, blobs, contents, tokens, clock } = room;
  /** Joining takes longer than a client waits for an answer: who asks again waits for the same. */
  const joining = new Map<number, Promise<{ digest: string }>>();

  const partsOf = (id: number) =>
    db
      .selectFrom('artifact_upload_parts')
      .selectAll()
      .where('upload_id', '=', id)
      .orderBy('part')
      .execute();

  async function join(
    upload: { id: number; digest: string },
    version: Version,
    completion: Completion,
  ): Promise<{ digest: string }> {
    const parts = await partsOf(upload.id);
    const missing = parts.filter(({ blob }) => blob === null).map(({ part }) => part);
    if (missing.length > 0) {
      throw invalid(`Parts of the file are missing: ${missing.slice(0, 10).join(', ')}.`);
    }
    const told = new Map(completion.parts.map(({ part, md5 }) => [part, md5.replaceAll('"', '')]));
    for (const { part, announced_md5 } of parts) {
      if (told.get(part) !== announced_md5) {
        throw invalid(`Part ${part} of the file is not the one that was announced.`);
      }
    }
    const stored = await blobs.put(Readable.from(bytesOf(parts), { objectMode: false }), {
      expect: { md5: upload.digest },
    });
    await record({
      digest: upload.digest,
      blob: stored.digest,
      sizeBytes: stored.sizeBytes,
      versionId: version.id,
    });
    await forget(upload.id);
    return { digest: upload.digest };
  }

  async function* bytesOf(
    parts: readonly { part: number; blob: string | null }[],
  ): AsyncGenerator<Uint8Array> {
    for (const { part, blob } of parts) {
      const body = blob === null ? null : await blobs.open(blob);
      if (body === null) throw invalid(`Part ${part} of the file is missing.`);
      yield* body;
    }
  }

  /** Lets go of the parts. The upload itself goes with its version. */
  async function forget(id: number): Promise<void> {
    const parts = await partsOf(id);
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('artifact_upload_parts').where('upload_id', '=', id).execute();
      await transaction
        .updateTable('artifact_uploads')
        .set({ completed_at: clock() })
        .where('id', '=', id)
        .execute();
      const digests = parts.flatMap(({ blob }) => blob ?? []);
      await markRemovals(transaction, digests, clock());
    });
    await contents.release(
      new Map(parts.flatMap(({ blob, size_bytes }) => (blob ? [[blob, size_bytes ?? 0]] : []))),
    );
  }

  return {
    /** The upload of this content for this version, begun or gone on with. */
    async begin(
      version: Version,
      digest: string,
      parts: readonly string[],
    ): Promise<NonNullable<FileUpload['multipart']>> {
      if (parts.length === 0 || parts.length > MAX_PARTS) {
        throw invalid(`A file is sent in 1 to ${MAX_PARTS} parts.`);
      }
      const id = await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('artifact_uploads')
          .values({
            version_id: version.id,
            digest,
            part_count: parts.length,
            created_at: clock(),
            completed_at: null,
          })
          .onConflict((conflict) =>
            conflict.columns(['version_id', 'digest']).doUpdateSet({ completed_at: null }),
          )
          .execute();
        const upload = await transaction
          .selectFrom('artifact_uploads')
          .select('id')
          .where('version_id', '=', version.id)
          .where('digest', '=', digest)
          .executeTakeFirstOrThrow();
        await transaction
          .insertInto('artifact_upload_parts')
          .values(
            parts.map((md5, index) => ({
              upload_id: upload.id,
              part: index + 1,
              announced_md5: md5,
              blob: null,
              size_bytes: null,
            })),
          )
          .onConflict((conflict) => conflict.columns(['upload_id', 'part']).doNothing())
          .execute();
        return upload.id;
      });
      const partPaths = parts.map((_, index) => {
        const grant = { use: 'part', uploadId: id, part: index + 1 } as const;
        return `/storage/artifacts/${tokens.sign(grant, UPLOAD_MS)}/part-${index + 1}`;
      });
      return { uploadId: String(id), partPaths };
    },

    async receive(
      grant: { uploadId: number; part: number },
      body: Readable,
      sizeBytes: number | null,
      check: (id: VersionId) => Promise<Version>,
    ): Promise<{ md5: string }> {
      const row = await db
        .selectFrom('artifact_upload_parts as p')
        .innerJoin('artifact_uploads as u', 'u.id', 'p.upload_id')
        .select(['u.version_id', 'p.announced_md5'])
        .where('p.upload_id', '=', grant.uploadId)
        .where('p.part', '=', grant.part)
        .executeTakeFirst();
      if (!row) throw notFound('The upload of this file');
      await check(row.version_id as VersionId);
      const md5 = Buffer.from(row.announced_md5, 'hex').toString('base64');
      const expect = { md5, ...(sizeBytes !== null && { sizeBytes }) };
      const stored = await blobs.put(body, { expect });
      await db
        .updateTable('artifact_upload_parts')
        .set({ blob: stored.digest, size_bytes: stored.sizeBytes })
        .where('upload_id', '=', grant.uploadId)
        .where('part', '=', grant.part)
        .execute();
      await contents.refuseWhileRemoved(stored.digest);
      return { md5: stored.md5 };
    },

    async complete(completion: Completion): Promise<{ digest: string }> {
      const id = /^\d{1,15}$/.test(completion.uploadId) ? Number(completion.uploadId) : 0;
      const running = joining.get(id);
      if (running) return running;
      const version = await getVersion(db, completion.versionId);
      const upload = await db
        .selectFrom('artifact_uploads')
        .select(['id', 'digest', 'completed_at'])
        .where('id', '=', id)
        .where('version_id', '=', completion.versionId)
        .executeTakeFirst();
      if (!upload || !version) throw notFound('The upload of this file');
      // Said again by a client that never got the answer.
      if (upload.completed_at !== null) return { digest: upload.digest };
      requirePending(version);
      if (completion.abort) {
        await forget(id);
        return { digest: upload.digest };
      }
      const promise = join(upload, version, completion).finally(() => joining.delete(id));
      joining.set(id, promise);
      return promise;
    },

    /** Ends what was begun for versions that will never be finished. */
    async forgetOf(versionIds: readonly VersionId[]): Promise<void> {
      if (versionIds.length === 0) return;
      const uploads = await db
        .selectFrom('artifact_uploads')
        .select('id')
        .where('version_id', 'in', versionIds)
        .execute();
      for (const { id } of uploads) await forget(id);
    },
  };
}
