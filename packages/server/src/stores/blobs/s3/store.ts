import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createLimiter } from '../../../platform/limiter.ts';
import { checkRange, isDigest, pathOf, rangePastEnd } from '../addresses.ts';
import { onDisk } from '../files/errors.ts';
import { writeTemporaryFile } from '../files/temporary-file.ts';
import type { BlobStore } from '../types.ts';
import { inS3, isMissingObject, isRangePastEnd } from './errors.ts';
import { uploadFile } from './upload.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** Silence of S3 in the middle of a request. */
const SOCKET_TIMEOUT_MS = 60_000;
const MAX_CONNECTIONS = 64;
/** Parts of 8 MiB that are in memory at a time. */
const PARTS_IN_MEMORY = 8;

export interface S3StoreConfig {
  readonly bucket: string;
  /** Below which all keys lie; empty, or without slashes at its ends. */
  readonly prefix: string;
  readonly region?: string;
  /** Of a service other than Amazon's, such as `http://127.0.0.1:9000`; addressed by path unless told. */
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  /** Default: where the AWS tools look (environment, profile, role of the machine). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * Where content waits for its digest before it is sent, in a folder `blob-spool` that is emptied at
   * the start: one server uses it at a time. Default: a new folder in the system's.
   */
  readonly spoolDirectory?: string;
}

/**
 * Blobs as S3 objects `<prefix>/<first byte>/<digest>`. Content is first written to a local file,
 * because its key is known only at its end; S3 makes an object visible once it is whole and durable.
 * Needs the rights to list the bucket and to get, put and delete objects; a bucket rule should end
 * multipart uploads that were never completed.
 * @throws Error of the file system when the spool can't be made
 */
export async function openS3Store(config: S3StoreConfig): Promise<BlobStore> {
  const spool = await makeSpool(config.spoolDirectory);
  const client = createClient(config);
  const gate = createLimiter(PARTS_IN_MEMORY);
  const Bucket = config.bucket;
  const keyOf = (digest: string): string =>
    config.prefix === '' ? pathOf(digest) : `${config.prefix}/${pathOf(digest)}`;

  async function stat(digest: string): Promise<{ sizeBytes: number } | null> {
    if (!isDigest(digest)) return null;
    return inS3(async () => {
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(digest) }));
        return { sizeBytes: head.ContentLength ?? 0 };
      } catch (error) {
        if (isMissingObject(error)) return null;
        throw error;
      }
    });
  }

  return {
    stat,

    async put(source, options = {}) {
      const file = await writeTemporaryFile(spool, source, { ...options, durable: false });
      try {
        const { digest, sizeBytes } = file.blob;
        const known = await stat(digest);
        if (known?.sizeBytes !== sizeBytes) {
          const target = { client, bucket: Bucket, key: keyOf(digest), gate };
          await uploadFile(target, file.path, sizeBytes);
        }
        return file.blob;
      } finally {
        await file.discard();
      }
    },

    async open(digest, range) {
      if (range) checkRange(range);
      if (!isDigest(digest)) return null;
      const Range = range && `bytes=${range.start}-${range.end}`;
      return inS3(async () => {
        try {
          const { Body } = await client.send(
            new GetObjectCommand({ Bucket, Key: keyOf(digest), Range }),
          );
          return Body instanceof Readable ? Body : Readable.from([]);
        } catch (error) {
          if (isMissingObject(error)) return null;
          if (range && isRangePastEnd(error)) throw rangePastEnd(range.start);
          throw error;
        }
      });
    },

    async remove(digest) {
      // S3 says the same whether there was one or not.
      if ((await stat(digest)) === null) return false;
      await inS3(() => client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(digest) })));
      return true;
    },

    async ping() {
      await inS3(() => client.send(new HeadBucketCommand({ Bucket })));
    },

    async close() {
      client.destroy();
      await onDisk(() => rm(spool, { recursive: true, force: true }));
    },
  };
}

async function makeSpool(directory: string | undefined): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), 'runloom-spool-'));
  const spool = join(directory, 'blob-spool');
  // What a server that was killed left half-written.
  await rm(spool, { recursive: true, force: true });
  await mkdir(spool, { recursive: true, mode: 0o700 });
  return spool;
}

function createClient(config: S3StoreConfig): S3Client {
  return new S3Client({
    region: config.region ?? 'us-east-1',
    // Services other than Amazon's rarely have a host name for each bucket.
    forcePathStyle: config.forcePathStyle ?? config.endpoint !== undefined,
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint }),
    ...(config.credentials === undefined ? {} : { credentials: config.credentials }),
    // We send MD5s ourselves; the client's own trailing checksums are not understood everywhere.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      httpAgent: { maxSockets: MAX_CONNECTIONS, keepAlive: true },
      httpsAgent: { maxSockets: MAX_CONNECTIONS, keepAlive: true },
    },
  });
}
