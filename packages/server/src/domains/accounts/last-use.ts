/** Whether the time of a use is to be written again. */
export function isDue(lastAt: number | null, now: number, intervalMs: number): boolean {
  return lastAt === null || Math.abs(now - lastAt) >= intervalMs;
}

/** A time stamp that can't be written (a full disk, a busy store) must not turn away who may come in. */
export async function bestEffort(write: Promise<void>): Promise<void> {
  await write.catch(() => undefined);
}
