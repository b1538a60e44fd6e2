import type { Readable } from 'node:stream';

/**
 * The whole of an answer, copied once. (`node:stream/consumers` goes through a Blob, which copies it
 * twice more and holds what it copied.)
 * @param expectedBytes what the answer says of its length, if it does
 * @param allocate gives memory of at least so many bytes
 */
export function readAnswer(
  stream: Readable,
  expectedBytes: number | null,
  allocate: (sizeBytes: number) => Buffer,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let whole = allocate(expectedBytes ?? 0);
    let size = 0;
    const later: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      if (later.length === 0 && size + chunk.length <= whole.length) {
        size += chunk.copy(whole, size);
      } else later.push(chunk);
    });
    stream.once('error', reject);
    stream.once('end', () => {
      whole = whole.subarray(0, size);
      resolve(later.length === 0 ? whole : Buffer.concat([whole, ...later]));
    });
    stream.once('close', () => reject(new Error('The answer of the engine was cut off.')));
  });
}
