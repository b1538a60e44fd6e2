import type { Calls } from '../calls/index.ts';
import type { Monitors } from './types.ts';

/** The calls, noticed by monitors once they are durable and before they are acknowledged. */
export const withMonitors = <C extends Pick<Calls, 'write'>>(
  calls: C,
  notice: Monitors['notice'],
): C => ({
  ...calls,
  async write(project, parts) {
    await calls.write(project, parts);
    await notice(project, parts);
  },
});
