import type { Calls } from '../calls/index.ts';
import type { CallRules } from './types.ts';

/**
 * The calls as protocols get them: nothing is written past the rules of its project, whichever route
 * it comes by.
 */
export function withCallRules<C extends Pick<Calls, 'write'>>(
  calls: C,
  rules: Pick<CallRules, 'apply'>,
): C {
  return {
    ...calls,
    async write(project, parts) {
      const kept = await rules.apply(project, parts);
      if (kept.length > 0) await calls.write(project, kept);
    },
  };
}
