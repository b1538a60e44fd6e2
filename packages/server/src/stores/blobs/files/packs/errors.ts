import { unavailable } from '../../../../platform/errors.ts';
import { onDisk } from '../errors.ts';

/** Runs operations on packs and their index; what the disk refuses is a passing fault that someone can mend. */
export async function onPacks<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await onDisk(work);
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error;
    throw unavailable(`The index of small files can not be used now (${error.message}).`, error);
  }
}
