import { createHash, hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { invalid, RunloomError } from '../../platform/errors.ts';
import type { PutOptions, StoredBlob } from './types.ts';

/** Bytes that are gathered before they are written, so that small chunks don't cost a write each. */
const WRITE_BYTES = 256 * 1024;
/** What is said to have no more is held as a whole before the first byte of it is written. */
const SMALL_BYTES = 64 * 1024;

/**
 * Reads `source` to its end, hands its bytes in pieces to `write` (the next one is read only after
 * it was written) and returns what they are. Memory is bounded by the source's chunks and 256 KiB.
 * @throws RunloomError('too_large' | 'invalid') by `options`; what `source` or `write` throws
 */
export async function receive(
  source: Readable | Uint8Array,
  { maxBytes = Number.POSITIVE_INFINITY, expect = {} }: PutOptions,
  write: (chunks: readonly Uint8Array[]) => Promise<void>,
): Promise<StoredBlob> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let sizeBytes = 0;
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  const flush = async () => {
    const chunks = gathered;
    gathered = [];
    gatheredBytes = 0;
    if (chunks.length > 0) await write(chunks);
  };

  const limit = Math.min(maxBytes, expect.sizeBytes ?? maxBytes);
  for await (const chunk of chunksOf(source)) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limit) break;
    sha256.update(chunk);
    md5.update(chunk);
    gathered.push(chunk);
    gatheredBytes += chunk.byteLength;
    if (gatheredBytes >= WRITE_BYTES) await flush();
  }
  checkSize(sizeBytes, { maxBytes, expect });
  const stored = { digest: sha256.digest('hex'), md5: md5.digest('base64'), sizeBytes };
  checkMd5(stored, expect);
  await flush();
  return stored;
}

/** Whether it is known to be something, and so little that it can be held as a whole. */
export function isSmall(source: Readable | Uint8Array, { expect }: PutOptions): boolean {
  const sizeBytes = expect?.sizeBytes ?? (source instanceof Uint8Array ? source.byteLength : 0);
  return sizeBytes > 0 && sizeBytes <= SMALL_BYTES;
}

/**
 * As `receive`, for what `isSmall`: reads all of it, of what is longer than announced one chunk too
 * many, and looks at it at once. Of thousands of small files a hash that goes on costs more than the bytes.
 */
export async function receiveSmall(
  source: Readable | Uint8Array,
  { maxBytes = Number.POSITIVE_INFINITY, expect = {} }: PutOptions,
): Promise<{ readonly bytes: Uint8Array; readonly blob: StoredBlob }> {
  const limit = Math.min(maxBytes, expect.sizeBytes ?? maxBytes);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunksOf(source)) {
    sizeBytes += chunk.byteLength;
    chunks.push(chunk);
    if (sizeBytes > limit) break;
  }
  checkSize(sizeBytes, { maxBytes, expect });
  const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  const blob = { digest: hash('sha256', bytes), md5: hash('md5', bytes, 'base64'), sizeBytes };
  checkMd5(blob, expect);
  return { bytes, blob };
}

function checkSize(
  sizeBytes: number,
  { maxBytes, expect }: Required<Pick<PutOptions, 'maxBytes' | 'expect'>>,
): void {
  if (sizeBytes > maxBytes) {
    throw new RunloomError('too_large', `The content is larger than ${maxBytes} bytes.`, {
      data: { maxBytes },
    });
  }
  if (expect.sizeBytes !== undefined && sizeBytes !== expect.sizeBytes) {
    const found = sizeBytes > expect.sizeBytes ? 'more' : sizeBytes;
    throw invalid(`${expect.sizeBytes} bytes were announced, but ${found} came.`);
  }
}

function checkMd5({ md5 }: StoredBlob, expect: Required<PutOptions>['expect']): void {
  if (expect.md5 !== undefined && md5 !== expect.md5) {
    throw invalid(`The content has the MD5 ${md5}, but ${expect.md5} was announced.`);
  }
}

function chunksOf(source: Readable | Uint8Array): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (source instanceof Uint8Array) return piecesOf(source);
  // A stream of bytes gives bytes. Destroying an HTTP request would close its connection before the
  // error can be answered.
  const isText = source.readableObjectMode || source.readableEncoding !== null;
  return isText ? bytesOf(source) : source.iterator({ destroyOnReturn: false });
}

/** In pieces: hashing a large one at once would hold up everything else. */
function* piecesOf(source: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < source.byteLength; start += WRITE_BYTES) {
    yield source.subarray(start, start + WRITE_BYTES);
  }
}

async function* bytesOf(source: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of source.iterator({ destroyOnReturn: false })) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
  }
}
