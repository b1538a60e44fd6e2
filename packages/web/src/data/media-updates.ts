import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLiveMessages } from './live.ts';
import { queryKeys } from './query-keys.ts';

/** Media are large and seldom: what is new of them is asked for at most this often. */
const INTERVAL_MS = 4000;

/**
 * Reads again what rows and files of the runs make new: keys and steps when rows arrive, the files
 * that values name when files do.
 */
export function useMediaUpdates(entity: string, project: string, runs: readonly string[]): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const arrived = useRef({ points: new Set<string>(), files: new Set<string>() });
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveMessages(entity, project, (message) => {
    if (message.kind !== 'points' && message.kind !== 'files') return;
    if (!runs.includes(message.run)) return;
    arrived.current[message.kind].add(message.run);
    timer.current ??= setTimeout(() => {
      const { points, files } = arrived.current;
      timer.current = undefined;
      arrived.current = { points: new Set(), files: new Set() };
      for (const run of new Set([...points, ...files])) {
        const prefix = queryKeys.media(entity, project, run);
        void queryClient.invalidateQueries({
          queryKey: prefix,
          predicate: ({ queryKey }) => {
            const kind = queryKey[prefix.length];
            // Where a table stands depends on both.
            if (kind === 'table') return true;
            return kind === 'values' ? files.has(run) : points.has(run);
          },
        });
      }
    }, INTERVAL_MS);
  });
}
