import type { Readable } from 'node:stream';

/** Content-addressed bytes: `digest` is the lower-case hex SHA-256 of the content. */
export interface StoredBlob {
  readonly digest: string;
  readonly md5: string;
  readonly sizeBytes: number;
}

/**
 * Bytes of run files, media, artifacts and attachments. Implementations: files (embedded) and S3;
 * both pass the suite in `tests/contract/blobs`.
 *
 * Every method throws `RunloomError('unavailable')` on a passing fault of the storage.
 */
export interface BlobStore {
  /**
   * Stores the content of `source` and returns its address. Resolved only once it is durable; a
   * failed, aborted or too short write leaves nothing that can be read. Storing the same content
   * twice is harmless.
   * @throws RunloomError('too_large') past `maxBytes`; RunloomError('invalid') when `expect` does not match
   */
  put(
    source: Readable | Uint8Array,
    options?: { maxBytes?: number; expect?: { sizeBytes?: number; md5?: string } },
  ): Promise<StoredBlob>;
  /** Opens the content, or the inclusive byte range of it; null when there is none. */
  open(digest: string, range?: { start: number; end: number }): Promise<Readable | null>;
  /** Size in bytes, or null when there is no such content. */
  stat(digest: string): Promise<{ sizeBytes: number } | null>;
  /** Removes the content; true when it existed. */
  remove(digest: string): Promise<boolean>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
