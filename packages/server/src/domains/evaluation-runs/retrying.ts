import type { ModelFailure } from '@runloom/model';
import type { WholeAnswer } from '../playground/index.ts';
import { type createProviderPauses, pause, waitAfter } from './pacing.ts';

/** The server stops, or somebody stopped the evaluation: what is in work is let go of. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** How one try ended, as far as that matters for another. */
export interface TryFailure {
  readonly failure: ModelFailure | null;
  readonly message: string;
  readonly mayRetry: boolean;
  readonly retryAfterSeconds: number | null;
}

/** Being asked to slow down is no fault of the example: so often it is borne. */
const MOST_LIMITED = 30;

/**
 * Tries until it goes well, may not be tried again, or was tried often enough. Answers what the last try
 * brought. @throws Interrupted
 */
export async function withRetries<Result>(options: {
  readonly provider: string;
  readonly pauses: ReturnType<typeof createProviderPauses>;
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly work: () => Promise<{ readonly result: Result; readonly answer: WholeAnswer | null }>;
  readonly failureOf: (result: Result) => TryFailure | null;
  /** Told before each try, and before each wait. */
  readonly note: (
    state: 'asking' | 'waiting',
    told: {
      readonly attempts: number;
      readonly failure: TryFailure | null;
      readonly retryAt: number | null;
    },
  ) => Promise<void>;
}): Promise<{ readonly result: Result; readonly attempts: number }> {
  const { provider, pauses, signal, clock } = options;
  let counted = 0;
  let limited = 0;
  let failure: TryFailure | null = null;
  const waitFor = async (ms: number): Promise<void> => {
    if (ms > 0) {
      await options.note('waiting', {
        attempts: counted + limited,
        failure,
        retryAt: clock() + ms,
      });
    }
    await pause(ms, signal);
    if (signal.aborted) throw new Interrupted();
  };
  for (;;) {
    for (let ms = pauses.waitMs(provider); ms > 0; ms = pauses.waitMs(provider)) await waitFor(ms);
    if (signal.aborted) throw new Interrupted();
    await options.note('asking', { attempts: counted + limited + 1, failure, retryAt: null });
    const { result, answer } = await options.work();
    if (signal.aborted) throw new Interrupted();
    if (answer !== null) pauses.note(provider, answer);
    failure = options.failureOf(result);
    if (failure?.failure === 'rate limited') limited += 1;
    else counted += 1;
    const attempts = counted + limited;
    if (failure === null || !failure.mayRetry) return { result, attempts };
    if (counted >= options.attempts || limited >= MOST_LIMITED) return { result, attempts };
    await waitFor(
      waitAfter(failure.failure === 'rate limited' ? limited : counted, failure.retryAfterSeconds),
    );
  }
}
