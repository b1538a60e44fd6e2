import { safeNext } from '@runloom/model';

/** It travels in a cookie, sealed with the rest. */
const MOST_CHARACTERS = 2_000;

/** Where to go after coming back from another sign-in server: `safeNext`, where that is short enough. */
export function nextAfterReturn(next: string | undefined): string {
  const path = safeNext(next);
  return path.length > MOST_CHARACTERS ? '/' : path;
}
