import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunAddress } from '../../../data/files.ts';
import { useLiveMessages } from '../../../data/live.ts';
import { queryKeys } from '../../../data/query-keys.ts';

/** Media are large and seldom: what is new of them is asked for at most this often. */
const INTERVAL_MS = 3000;

/** Reads again what is shown while rows or files of the run arrive. */
export function useMediaUpdates({ entity, project, run }: RunAddress): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveMessages(entity, project, (message) => {
    if (message.kind !== 'points' && message.kind !== 'files') return;
    if (message.run !== run) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey: queryKeys.media(entity, project, run) });
    }, INTERVAL_MS);
  });
}
