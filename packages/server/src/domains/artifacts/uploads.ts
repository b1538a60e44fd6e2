import type { Readable } from 'node:stream';
import { invalid, notFound } from '../../platform/errors.ts';
import { nameComplaint } from '../files/index.ts';
import { createContentRecorder, requirePending } from './content-recorder.ts';
import { claim, findContents } from './content-store.ts';
import type { Uploads } from './interface.ts';
import { createMultipart } from './multipart.ts';
import { type ArtifactRoom, allowedVersion } from './room.ts';
import type { FileSpec, FileUpload, Manifest, Version, VersionId } from './types.ts';
import { getVersion } from './version-store.ts';

/** A client may queue uploads for long while it waits for the network. */
const UPLOAD_MS = 24 * 3_600_000;
const MAX_FILES = 10_000;
const MAX_MANIFEST_BYTES = 512 * 1024 * 1024;
const MD5 = /^[A-Za-z0-9+/]{22}==$/;

/** Sending the files and the manifests of versions that are not committed yet. */
export function createUploads(room: ArtifactRoom): Omit<Uploads, 'commit'> {
  const { db, blobs, contents, tokens, clock } = room;
  const recorder = createContentRecorder(room);
  const multipart = createMultipart(room, recorder.record);

  const stillPending = async (id: VersionId): Promise<Version> =>
    requirePending(await getVersion(db, id));

  /** Asks nothing before the bytes are there: of thousands of small files each query would count. */
  async function receiveWhole(
    { versionId, digest }: { versionId: VersionId; digest: string },
    body: Readable,
    sizeBytes: number | null,
  ): Promise<{ md5: string }> {
    const expect = { md5: digest, ...(sizeBytes !== null && { sizeBytes }) };
    const end = recorder.expect();
    try {
      const stored = await blobs.put(body, { expect });
      await recorder.record({
        versionId,
        digest,
        blob: stored.digest,
        sizeBytes: stored.sizeBytes,
      });
      return { md5: stored.md5 };
    } finally {
      end();
    }
  }

  async function receiveManifest(
    grant: { manifestId: Manifest['id']; md5: string },
    body: Readable,
    sizeBytes: number | null,
  ): Promise<{ md5: string }> {
    const row = await db
      .selectFrom('artifact_manifests')
      .select(['version_id', 'md5'])
      .where('id', '=', grant.manifestId)
      .executeTakeFirst();
    if (!row) throw notFound('The manifest');
    await stillPending(row.version_id as VersionId);
    const expect = {
      ...(grant.md5 !== '' && { md5: grant.md5 }),
      ...(sizeBytes !== null && { sizeBytes }),
    };
    const stored = await blobs.put(body, { expect, maxBytes: MAX_MANIFEST_BYTES });
    await db
      .updateTable('artifact_manifests')
      .set({ blob: stored.digest, size_bytes: stored.sizeBytes, md5: stored.md5 })
      .where('id', '=', grant.manifestId)
      .execute();
    await contents.refuseWhileRemoved(stored.digest);
    return { md5: stored.md5 };
  }

  /** The files of one version: those whose content the project has already need not be sent. */
  async function placeFiles(
    version: Version,
    files: readonly FileSpec[],
  ): Promise<readonly FileUpload[]> {
    const digests = files.map(({ digest }) => digest);
    const known = new Map(await findContents(db, version.projectId, digests));
    // A content whose bytes were lost, or are being removed now, is sent again.
    await Promise.all(
      [...known].map(async ([digest, content]) => {
        if ((await blobs.stat(content.blob)) === null) known.delete(digest);
      }),
    );
    await claim(
      db,
      [...known.values()].map(({ id }) => ({ versionId: version.id, contentId: id })),
    );
    // Those that were removed before the claim was there.
    const left = known.size === 0 ? known : await findContents(db, version.projectId, digests);
    return Promise.all(
      files.map(async (file): Promise<FileUpload> => {
        const { name, digest, parts } = file;
        const content = known.has(digest) ? left.get(digest) : undefined;
        if (content !== undefined) {
          const { birthVersionId } = content;
          return { name, digest, birthVersionId, uploadPath: null, multipart: null };
        }
        const whole = { use: 'file', versionId: version.id, digest } as const;
        const token = tokens.sign(whole, UPLOAD_MS);
        return {
          name,
          digest,
          birthVersionId: version.id,
          uploadPath: `/storage/artifacts/${token}/${encodePath(name)}`,
          multipart: parts === null ? null : await multipart.begin(version, digest, parts),
        };
      }),
    );
  }

  return {
    async createFiles(actor, files) {
      if (files.length > MAX_FILES) {
        throw invalid(`At most ${MAX_FILES} files can be announced at a time.`);
      }
      for (const file of files) checkFile(file);
      const placed = new Map<FileSpec, FileUpload>();
      for (const [id, some] of Map.groupBy(files, ({ versionId }) => versionId)) {
        await allowedVersion(room, actor, id, 'write');
        const uploads = await placeFiles(await stillPending(id), some);
        some.forEach((file, index) => {
          const upload = uploads[index];
          if (upload) placed.set(file, upload);
        });
      }
      return files.flatMap((file) => placed.get(file) ?? []);
    },

    async receiveFile(token, body, sizeBytes) {
      const grant = tokens.verify(token, ['file', 'part', 'manifest']);
      if (grant.use === 'file') return receiveWhole(grant, body, sizeBytes);
      if (grant.use === 'part') return multipart.receive(grant, body, sizeBytes, stillPending);
      return receiveManifest(grant, body, sizeBytes);
    },

    async completeMultipart(actor, input) {
      await allowedVersion(room, actor, input.versionId, 'write');
      return multipart.complete(input);
    },

    async createManifest(actor, { versionId, kind, name, md5 }) {
      await allowedVersion(room, actor, versionId, 'write');
      await stillPending(versionId);
      if (md5 !== '' && !MD5.test(md5)) throw invalid('The digest of a manifest is a base64 MD5.');
      // A whole manifest replaces the one before; each writer of a group has one of their own.
      const known =
        kind === 'full' || kind === 'incremental'
          ? await db
              .selectFrom('artifact_manifests')
              .select('id')
              .where('version_id', '=', versionId)
              .where('kind', '=', kind)
              .executeTakeFirst()
          : undefined;
      if (known) {
        await db
          .updateTable('artifact_manifests')
          .set({ md5, name })
          .where('id', '=', known.id)
          .execute();
        return { id: known.id as Manifest['id'], versionId, kind, name, md5 };
      }
      const { id } = await db
        .insertInto('artifact_manifests')
        .values({
          version_id: versionId,
          kind,
          name,
          md5,
          blob: null,
          size_bytes: null,
          created_at: clock(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id: id as Manifest['id'], versionId, kind, name, md5 };
    },

    async updateManifest(actor, id, md5) {
      const row = await db
        .selectFrom('artifact_manifests')
        .select(['version_id', 'kind', 'name'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) throw notFound('The manifest');
      const versionId = row.version_id as VersionId;
      await allowedVersion(room, actor, versionId, 'write');
      await stillPending(versionId);
      await db.updateTable('artifact_manifests').set({ md5 }).where('id', '=', id).execute();
      return { id, versionId, kind: row.kind as Manifest['kind'], name: row.name, md5 };
    },

    manifestUploadPath({ id, name, md5 }) {
      const grant = { use: 'manifest', manifestId: id, md5 } as const;
      return `/storage/artifacts/${tokens.sign(grant, UPLOAD_MS)}/${encodePath(name)}`;
    },
  };
}

function checkFile({ name, digest, parts }: FileSpec): void {
  const wrong = nameComplaint(name);
  const shown = JSON.stringify(name.slice(0, 200));
  if (wrong !== null) throw invalid(`The artifact can't hold a file called ${shown}: it ${wrong}.`);
  if (!MD5.test(digest)) throw invalid(`The digest of ${shown} is not a base64 MD5.`);
  if (parts?.some((part) => !/^[0-9a-f]{32}$/.test(part))) {
    throw invalid(`The digest of a part of ${shown} is not a hex MD5.`);
  }
}

/** A path of slash-separated names as part of an address. */
export const encodePath = (path: string): string =>
  path.split('/').map(encodeURIComponent).join('/');
