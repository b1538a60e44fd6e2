import { randomUUID } from 'node:crypto';
import type { ClientMachine } from './clients.ts';

/** Weave keeps a cache that knows nothing of servers: each script gets one of its own. */
export function weaveEnvironment(
  machine: Pick<ClientMachine, 'directory'>,
): Record<string, string> {
  return {
    WEAVE_SERVER_CACHE_DIR: `${machine.directory}/weave-cache-${randomUUID()}`,
    WEAVE_PRINT_CALL_LINK: 'false',
  };
}
