import { RunloomError } from '../../platform/errors.ts';
import type { Trace, Trail } from '../../platform/trail.ts';

/**
 * Carries something out and leaves on the trail what it was: done, refused, or broken down on the way.
 * What was wrong with the request itself is nothing that happened.
 * @param describe null: nothing that the log is about
 */
export async function audited<T>(
  trail: Trail,
  describe: (answer?: T) => Trace | null,
  work: () => Promise<T>,
): Promise<T> {
  const refusedBefore = trail.refusals.length;
  delete trail.project;
  try {
    const answer = await work();
    const trace = placed(describe(answer), trail);
    if (trace !== null) trail.changes.push(trace);
    return answer;
  } catch (error) {
    const trace = placed(describe(), trail);
    if (trace !== null) leaveFailure(trail, trace, error, refusedBefore);
    throw error;
  }
}

/** What is named by a number alone gets the project that it lies in. */
function placed(trace: Trace | null, { project }: Trail): Trace | null {
  if (trace === null || project === undefined) return trace;
  if (trace.entity !== undefined || trace.organization !== undefined) return trace;
  const { entity, name } = project;
  return { ...trace, entity, details: { ...trace.details, project: `${entity}/${name}` } };
}

const REFUSED = new Set(['unauthenticated', 'forbidden', 'rate_limited']);

function leaveFailure(trail: Trail, trace: Trace, error: unknown, refusedBefore: number): void {
  const code = error instanceof RunloomError ? error.code : 'internal';
  // One entry for one refusal: in words of what was asked for, with the right that was missing.
  const missing = trail.refusals.splice(refusedBefore).at(0);
  if (REFUSED.has(code) || missing !== undefined) {
    const needed = missing === undefined ? {} : { needed: missing.action };
    trail.refusals.push({ ...trace, details: { ...trace.details, ...needed, code } });
  } else if (code === 'internal' || code === 'unavailable') {
    trail.failures.push({ ...trace, details: { ...trace.details, code } });
  }
}
