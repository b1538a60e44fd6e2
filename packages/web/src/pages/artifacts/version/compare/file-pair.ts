import type { FileView } from '@runloom/model';
import type { RunAddress } from '../../../../data/files.ts';

/** A file on both sides, as the views of differences take it. */
export interface FilePair {
  readonly place: RunAddress;
  readonly before: FileView | null;
  readonly after: FileView | null;
}
