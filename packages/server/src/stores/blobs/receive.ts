import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { invalid, RunloomError } from '../../platform/errors.ts';
import type { PutOptions, StoredBlob } from './types.ts';

/** Bytes that are gathered before they are written, so that small chunks don't cost a write each. */
const WRITE_BYTES = 256 * 1024;

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
  if (sizeBytes > maxBytes) {
    throw new RunloomError('too_large', `The content is larger than ${maxBytes} bytes.`, {
      data: { maxBytes },
    });
  }
  if (expect.sizeBytes !== undefined && sizeBytes !== expect.sizeBytes) {
    const found = sizeBytes > expect.sizeBytes ? 'more' : sizeBytes;
    throw invalid(`${expect.sizeBytes} bytes were announced, but ${found} came.`);
  }
  const stored = { digest: sha256.digest('hex'), md5: md5.digest('base64'), sizeBytes };
  if (expect.md5 !== undefined && stored.md5 !== expect.md5) {
    throw invalid(`The content has the MD5 ${stored.md5}, but ${expect.md5} was announced.`);
  }
  await flush();
  return stored;
}

async function* chunksOf(source: Readable | Uint8Array): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) {
    // In pieces: hashing a large one at once would hold up everything else.
    for (let start = 0; start < source.byteLength; start += WRITE_BYTES) {
      yield source.subarray(start, start + WRITE_BYTES);
    }
    return;
  }
  // Destroying an HTTP request would close its connection before the error can be answered.
  for await (const chunk of source.iterator({ destroyOnReturn: false })) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
  }
}
