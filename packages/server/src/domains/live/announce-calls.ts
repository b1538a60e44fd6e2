import type { Calls } from '../calls/index.ts';
import type { Live } from './types.ts';

/** The calls, told to whoever watches their project once they are durable. */
export function announceCalls(calls: Calls, live: Pick<Live, 'publish'>): Calls {
  return {
    ...calls,
    async write(project, parts) {
      await calls.write(project, parts);
      live.publish({ kind: 'calls', projectId: project });
    },
    async remove(actor, project, ids) {
      const count = await calls.remove(actor, project, ids);
      live.publish({ kind: 'calls', projectId: project });
      return count;
    },
  };
}
