import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunAddress } from './files.ts';
import { useLiveMessages } from './live.ts';
import { queryKeys } from './query-keys.ts';

/** Media are large and seldom: what is new of them is asked for at most this often. */
const INTERVAL_MS = 4000;

/**
 * Reads again what rows and files of the run make new: keys and steps when rows arrive, the files
 * that values name when files do.
 */
export function useMediaUpdates({ entity, project, run }: RunAddress): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const arrived = useRef({ points: false, files: false });
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveMessages(entity, project, (message) => {
    if (message.kind !== 'points' && message.kind !== 'files') return;
    if (message.run !== run) return;
    arrived.current[message.kind] = true;
    timer.current ??= setTimeout(() => {
      const { points, files } = arrived.current;
      timer.current = undefined;
      arrived.current = { points: false, files: false };
      const prefix = queryKeys.media(entity, project, run);
      void queryClient.invalidateQueries({
        queryKey: prefix,
        predicate: ({ queryKey }) => (queryKey[prefix.length] === 'values' ? files : points),
      });
    }, INTERVAL_MS);
  });
}
