import { RunloomError } from '../../platform/errors.ts';
import { ColumnEngineError } from '../../stores/columns/index.ts';

/** What the engine's limits of one read are called, by its code. */
const LIMITS: ReadonlyMap<number, string> = new Map([
  [159, 'time'],
  [241, 'memory'],
  [396, 'answer'],
]);

/**
 * A read for someone who looks, not for one who logs: one that is too large fails with what to do.
 * @throws RunloomError('too_large') when it would take more than one read may
 */
export async function withinLimits<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    const limit = error instanceof ColumnEngineError ? LIMITS.get(error.engineCode) : undefined;
    if (limit === undefined) throw error;
    throw new RunloomError(
      'too_large',
      `This read takes more than one read may (${limit}). Ask for fewer runs or keys, or for a smaller range.`,
      { cause: error },
    );
  }
}
