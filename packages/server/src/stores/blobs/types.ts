import type { Readable } from 'node:stream';

/** Content-addressed bytes: `digest` is the lower-case hex SHA-256 of the content. */
export interface StoredBlob {
  readonly digest: string;
  /** Base64, as clients send and compare it (`Content-MD5`). */
  readonly md5: string;
  readonly sizeBytes: number;
}

export interface PutOptions {
  readonly maxBytes?: number;
  /** What the sender said of the content; `md5` in base64. */
  readonly expect?: { readonly sizeBytes?: number; readonly md5?: string };
}

/** Inclusive at both ends; an `end` past the content means its end. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
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
   * twice is harmless. A stream is not destroyed when it is refused half-way, so that an HTTP
   * request can still be answered; its own errors are passed on as they are.
   * @throws RunloomError('too_large') past `maxBytes`; RunloomError('invalid') when `expect` does not match
   */
  put(source: Readable | Uint8Array, options?: PutOptions): Promise<StoredBlob>;
  /**
   * Opens the content, or the inclusive byte range of it; null when there is none. The caller reads
   * the stream to its end or destroys it.
   * @throws RunloomError('invalid') when the range begins past the last byte
   */
  open(digest: string, range?: ByteRange): Promise<Readable | null>;
  /** Size in bytes, or null when there is no such content. */
  stat(digest: string): Promise<{ sizeBytes: number } | null>;
  /** Removes the content; true when it existed. */
  remove(digest: string): Promise<boolean>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
