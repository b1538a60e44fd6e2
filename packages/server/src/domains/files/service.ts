import { invalid, notFound } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Contents } from '../contents/index.ts';
import { likePattern } from './like-pattern.ts';
import { mimeTypeOf } from './mime-types.ts';
import { findableName, storedName } from './names.ts';
import { createRemovals } from './removals.ts';
import { createFileStore } from './store.ts';
import { createTransferTokens, type Grant } from './tokens.ts';
import type { Files, RunFile } from './types.ts';

/** A client may queue uploads for long while it waits for the network. */
const UPLOAD_MS = 24 * 3_600_000;
const DOWNLOAD_MS = 15 * 60_000;
const DEFAULT_PAGE = 1_000;
const MAX_PAGE = 10_000;
const MAX_NAMES = 10_000;

/** Files over the metadata store (what there is) and the blob store (the bytes). `clock` in milliseconds. */
export function createFiles(deps: {
  metadata: MetadataStore;
  blobs: BlobStore;
  contents: Contents;
  /** Signs the addresses of transfers. 32 bytes; with another one the addresses given out stop working. */
  secret: Uint8Array;
  clock?: () => number;
}): Files {
  const clock = deps.clock ?? Date.now;
  const store = createFileStore(deps.metadata);
  const { metadata, contents } = deps;
  const removals = createRemovals({ metadata, contents, clock });
  const tokens = createTransferTokens(deps.secret, clock);

  /** The run may have been deleted since the token was signed. */
  const redeem = async (token: string, use: Grant['use']): Promise<Grant> => {
    const grant = tokens.verify(token, use);
    if (!(await store.isRunAlive(grant.runId))) throw notFound('The run of this file');
    return grant;
  };

  const findDownload: Files['findDownload'] = async (token) => {
    const { runId, name } = await redeem(token, 'download');
    const file = await store.find(runId, name);
    if (!file) throw notFound(`The file "${name}"`);
    return file;
  };

  const open: Files['open'] = async (file, range) => {
    const body = await deps.blobs.open(file.digest, range);
    if (!body) throw notFound(`The content of "${file.name}"`);
    return body;
  };

  return {
    open,

    createUploads(run, names) {
      return names.map((name) => {
        const stored = storedName(name);
        const grant = { use: 'upload', runId: run.id, name: stored } as const;
        const token = tokens.sign(grant, UPLOAD_MS);
        return { name, uploadPath: transferPath('uploads', token, stored) };
      });
    },

    createDownload(file) {
      const grant = { use: 'download', runId: file.runId, name: file.name } as const;
      return transferPath('downloads', tokens.sign(grant, DOWNLOAD_MS), file.name);
    },

    async receiveUpload(token, body, sizeBytes) {
      const { runId, name } = await redeem(token, 'upload');
      const stored = await deps.blobs.put(
        body,
        sizeBytes === null ? {} : { expect: { sizeBytes } },
      );
      const file: RunFile = {
        runId,
        name,
        digest: stored.digest,
        md5: stored.md5,
        sizeBytes: stored.sizeBytes,
        mimeType: mimeTypeOf(name),
        updatedAt: clock(),
      };
      await store.put(file);
      await contents.refuseWhileRemoved(stored.digest);
      return file;
    },

    findDownload,

    async openDownload(token) {
      const file = await findDownload(token);
      return { file, body: await open(file) };
    },

    async list(run, options = {}) {
      const names = findableNames(options.names);
      const pattern = options.pattern === undefined ? undefined : likePattern(options.pattern);
      const after = options.after === undefined ? null : decodeCursor(options.after);
      if (pattern === null || names?.length === 0) {
        return { files: [], totalCount: 0, nextCursor: null };
      }
      const filter = {
        ...(names === null ? {} : { names }),
        ...(pattern === undefined ? {} : { pattern }),
      };
      const first = Math.min(Math.max(Math.trunc(options.first ?? DEFAULT_PAGE), 1), MAX_PAGE);
      const [found, totalCount] = await Promise.all([
        store.list(run.id, filter, { after, limit: first + 1 }),
        store.count(run.id, filter),
      ]);
      const files = found.slice(0, first);
      const last = files.at(-1);
      const nextCursor = found.length > first && last ? encodeCursor(last.name) : null;
      return { files, totalCount, nextCursor };
    },

    async remove(run, names) {
      const findable = names.map(findableName).filter((name) => name !== null);
      return removals.removeFiles(run.id, [...new Set(findable)]);
    },

    storageBytes: (entityId) => store.storageBytes(entityId),

    removeRuns: removals.removeRuns,

    async find(run, name) {
      const plain = findableName(name);
      return plain === null ? null : store.find(run.id, plain);
    },
  };
}

function transferPath(kind: 'uploads' | 'downloads', token: string, name: string): string {
  return `/storage/${kind}/${token}/${name.split('/').map(encodeURIComponent).join('/')}`;
}

/** Null when all names are meant, as by clients that send an empty list. */
function findableNames(names: readonly string[] | undefined): readonly string[] | null {
  if (!names || names.length === 0) return null;
  if (names.length > MAX_NAMES)
    throw invalid(`At most ${MAX_NAMES} files can be asked for by name.`);
  const findable = names.map(findableName).filter((name) => name !== null);
  return [...new Set(findable)];
}

function encodeCursor(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function decodeCursor(cursor: string): string {
  const name = findableName(Buffer.from(cursor, 'base64url').toString());
  if (name === null) throw invalid('This cursor was not given out by this server.');
  return name;
}
