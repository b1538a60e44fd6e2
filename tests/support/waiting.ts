import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, in the error's words. */
  readonly until: string;
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Asks again until the answer is neither null, undefined nor false. An error thrown by `ask` counts
 * as "not yet" and is told when the time is up.
 * @throws Error when the time is up
 */
export async function waitFor<T>(
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain until ${options.until}.`, {
        cause: lastError,
      });
    }
    await delay(options.intervalMs ?? 50);
  }
}
