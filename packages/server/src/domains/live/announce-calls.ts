import type { Calls } from '../calls/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { Live } from './types.ts';

/** The calls, told to whoever watches their project once they are durable. */
export function announceCalls(calls: Calls, live: Pick<Live, 'publish'>): Calls {
  const told =
    <Given extends [ProjectId, ...unknown[]], Answer>(work: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      const answer = await work(...given);
      live.publish({ kind: 'calls', projectId: given[0] });
      return answer;
    };
  return {
    ...calls,
    write: told(calls.write),
    rename: told(calls.rename),
    addFeedback: told(calls.addFeedback),
    replaceFeedback: told(calls.replaceFeedback),
    removeFeedback: told(calls.removeFeedback),
    async remove(actor, project, ids) {
      const count = await calls.remove(actor, project, ids);
      live.publish({ kind: 'calls', projectId: project });
      return count;
    },
  };
}
