import { unavailable } from '../../../platform/errors.ts';

/** Runs file operations; what the file system refuses is a passing fault that someone can mend. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateFileError(error);
  }
}

/** True for "there is no such file". */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * An error of the operating system (full disk, input/output error, too many open files, no
 * permission, …) as RunloomError('unavailable'); another error as it is.
 */
function translateFileError(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const code = 'code' in error ? String(error.code) : 'unknown error';
  return unavailable(`The storage of files can not be used now (${code}).`, error);
}
