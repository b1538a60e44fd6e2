import { openFileStore } from './files/store.ts';
import { openS3Store, type S3StoreConfig } from './s3/store.ts';
import type { BlobStore } from './types.ts';

export type { BlobStore } from './types.ts';

/** Where the blobs live: a directory of this machine, or an S3 bucket. */
export type BlobConfig =
  | { readonly kind: 'files'; readonly directory: string }
  | ({ readonly kind: 's3' } & S3StoreConfig);

/**
 * Opens the blob store. S3 is not asked anything yet: `ping` tells whether it answers.
 * @throws Error of the file system when the directory (or the spool of S3) can't be made
 */
export function openBlobStore(config: BlobConfig): Promise<BlobStore> {
  return config.kind === 'files' ? openFileStore(config.directory) : openS3Store(config);
}
