import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it that are missing, for the owner alone. Leaves one that is
 * there as it is. Node's own recursive way never returns where a file system answers "no such file"
 * to a directory that can't be made, as `/proc` does.
 * @throws Error with the system's code when it can't be made
 */
export function makeDirectory(path: string): void {
  const failure = tryToMake(path);
  if (failure === null) return;
  const parent = dirname(path);
  if (failure.code !== 'ENOENT' || parent === path) throw failure;
  makeDirectory(parent);
  const again = tryToMake(path);
  if (again !== null) throw again;
}

function tryToMake(path: string): NodeJS.ErrnoException | null {
  try {
    mkdirSync(path, { mode: 0o700 });
    return null;
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    return failure.code === 'EEXIST' ? null : failure;
  }
}
