import type { WholeAnswer } from '../playground/index.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A provider that names a longer wait is given up sooner. */
const LONGEST_TOLD_MS = 600_000;

/** Milliseconds until something is tried again: as the other side says, else twice as long each time. */
export function waitAfter(attempt: number, retryAfterSeconds: number | null): number {
  if (retryAfterSeconds !== null) return Math.min(LONGEST_TOLD_MS, retryAfterSeconds * 1_000);
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return Math.round(doubled * (0.75 + Math.random() / 2));
}

/** Resolved after the time, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Keeps from asking a provider that has said to wait: all that ask it wait, not only who was told. */
export function createProviderPauses(clock: () => number) {
  const until = new Map<string, number>();
  return {
    note(provider: string, { failure }: WholeAnswer): void {
      if (failure?.failure !== 'rate limited' || failure.retryAfterSeconds === null) return;
      const end = clock() + Math.min(LONGEST_TOLD_MS, failure.retryAfterSeconds * 1_000);
      until.set(provider, Math.max(until.get(provider) ?? 0, end));
    },
    waitMs: (provider: string): number => Math.max(0, (until.get(provider) ?? 0) - clock()),
  };
}
