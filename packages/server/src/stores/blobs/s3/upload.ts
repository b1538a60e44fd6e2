import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { onDisk } from '../files/errors.ts';
import { inS3 } from './errors.ts';

/** Limits of S3: parts but the last have at least 5 MiB, and there are at most 10,000. */
const PART_BYTES = 8 * 1024 * 1024;
const MAX_PARTS = 10_000;

interface UploadTarget {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  /** Bounds how many parts are in memory at a time, over all uploads. */
  readonly gate: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Uploads a file so that the object appears whole or not at all: by one request, or in parts. Each
 * request carries the MD5 of its bytes, which S3 checks, and holds them in memory, so that the
 * client can send them again.
 * @throws RunloomError('unavailable')
 */
export async function uploadFile(
  target: UploadTarget,
  path: string,
  sizeBytes: number,
): Promise<void> {
  const file = await onDisk(() => open(path, 'r'));
  try {
    if (sizeBytes <= PART_BYTES) await uploadAtOnce(target, file, sizeBytes);
    else await uploadInParts(target, file, sizeBytes);
  } finally {
    await file.close();
  }
}

async function uploadAtOnce(
  { client, bucket, key, gate }: UploadTarget,
  file: FileHandle,
  sizeBytes: number,
): Promise<void> {
  await gate(async () => {
    const body = await readPart(file, 0, sizeBytes);
    await inS3(() =>
      client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentMD5: md5Of(body) }),
      ),
    );
  });
}

async function uploadInParts(
  target: UploadTarget,
  file: FileHandle,
  sizeBytes: number,
): Promise<void> {
  const { client, bucket, key } = target;
  const address = { Bucket: bucket, Key: key };
  const { UploadId } = await inS3(() => client.send(new CreateMultipartUploadCommand(address)));
  const upload = { ...address, UploadId };
  try {
    const parts = await uploadParts(target, file, sizeBytes, UploadId);
    await inS3(() =>
      client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
      ),
    );
  } catch (error) {
    // Parts that were sent cost space until they are given up. Should this fail too, the first error
    // is the one to tell, and the bucket's rule for unfinished uploads removes them.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

async function uploadParts(
  { client, bucket, key, gate }: UploadTarget,
  file: FileHandle,
  sizeBytes: number,
  uploadId: string | undefined,
): Promise<{ PartNumber: number; ETag: string | undefined }[]> {
  const partBytes = Math.max(PART_BYTES, Math.ceil(sizeBytes / MAX_PARTS));
  const parts: { PartNumber: number; ETag: string | undefined }[] = [];
  for (let start = 0; start < sizeBytes; start += partBytes) {
    const PartNumber = parts.length + 1;
    const { ETag } = await gate(async () => {
      const body = await readPart(file, start, Math.min(partBytes, sizeBytes - start));
      const part = { UploadId: uploadId, PartNumber, Body: body, ContentMD5: md5Of(body) };
      return inS3(() => client.send(new UploadPartCommand({ Bucket: bucket, Key: key, ...part })));
    });
    parts.push({ PartNumber, ETag });
  }
  return parts;
}

function readPart(file: FileHandle, start: number, sizeBytes: number): Promise<Buffer> {
  return onDisk(async () => {
    const part = Buffer.alloc(sizeBytes);
    let done = 0;
    while (done < sizeBytes) {
      const { bytesRead } = await file.read(part, done, sizeBytes - done, start + done);
      if (bytesRead === 0)
        throw new Error('The spooled file is shorter than what was written to it');
      done += bytesRead;
    }
    return part;
  });
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');
