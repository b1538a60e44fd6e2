import type { RunDetail, RunView } from '@runloom/model';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

/** Puts a run that a live event told of into the cached answer about it. Lists are read again by themselves. */
export function applyRun(
  queryClient: QueryClient,
  entity: string,
  project: string,
  run: RunView,
): void {
  queryClient.setQueryData<RunDetail>(queryKeys.runDetail(entity, project, run.name), (detail) =>
    detail === undefined ? undefined : { ...detail, ...run },
  );
}
