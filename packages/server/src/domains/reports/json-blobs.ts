import { createHash } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { ReportDocument } from '@runloom/model';
import { RunloomError } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { Contents } from '../contents/index.ts';

/** JSON in the blob store, addressed by its content: documents of versions, and tapes. */
export interface JsonBlobs {
  /** The address that a value would have. */
  digestOf(value: unknown): string;
  /**
   * Stores the value, lets `refer` note its address, and sees to it that the bytes stay: the same
   * content may be removed in this moment for others who had it.
   */
  keep<T>(
    value: unknown,
    refer: (stored: { digest: string; sizeBytes: number }) => Promise<T>,
  ): Promise<T>;
  /** @throws RunloomError('unavailable') when the bytes are away */
  read(digest: string): Promise<unknown>;
}

export function createJsonBlobs(deps: {
  blobs: BlobStore;
  contents: Pick<Contents, 'refuseWhileRemoved'>;
}): JsonBlobs {
  const { blobs, contents } = deps;
  return {
    digestOf: (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex'),

    async keep(value, refer) {
      const bytes = Buffer.from(JSON.stringify(value));
      const stored = await blobs.put(bytes);
      const result = await refer(stored);
      try {
        await contents.refuseWhileRemoved(stored.digest);
      } catch (error) {
        if (!(error instanceof RunloomError)) throw error;
        await blobs.put(bytes);
      }
      return result;
    },

    async read(digest) {
      const body = await blobs.open(digest);
      if (body === null) {
        throw new RunloomError('unavailable', 'The bytes of this version are away. Try again.', {
          retryAfterSeconds: 5,
        });
      }
      return json(body);
    },
  };
}

/** What the server itself stored as a document. */
export const readStoredDocument = async (
  blobs: JsonBlobs,
  digest: string,
): Promise<ReportDocument> => (await blobs.read(digest)) as ReportDocument;
