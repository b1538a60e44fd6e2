import { QueryClient } from '@tanstack/react-query';
import { isPassingFault, RequestError } from './client.ts';

const LONGEST_DELAY_MS = 8000;
/** A server that restarts is back within half a minute. */
const MOST_RETRIES = 6;

/** The cache of everything the pages show. Live updates keep it fresh, so nothing refetches by time alone. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        retry: (failures, error) => isPassingFault(error) && failures < MOST_RETRIES,
        retryDelay: (failures, error) =>
          (error instanceof RequestError ? error.retryAfterMs : null) ??
          Math.min(LONGEST_DELAY_MS, 400 * 2 ** failures),
        // The server is local more often than not: the browser's idea of "offline" says nothing.
        networkMode: 'always',
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
