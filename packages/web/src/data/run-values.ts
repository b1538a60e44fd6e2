import { RunRows, type RunRowsRequest, type RunRowView } from '@runloom/model';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useAlsoFrom } from './also-from.ts';
import { apiPath, requestApi } from './client.ts';
import { useLiveMessages } from './live.ts';
import { queryKeys } from './query-keys.ts';

/** Rows that one request brings. */
const PER_REQUEST = 1_000;
/** Read again at most this often while runs log; more seldom when a read takes long. */
const LEAST_INTERVAL_MS = 2_000;
/** How many times as long as a read takes there is a rest after it. */
const REST = 4;

export interface ManyRows {
  readonly rows: readonly RunRowView[];
  /** Runs that the request means; more than the rows where those are cut. */
  readonly totalCount: number;
}

/**
 * Rows of up to `most` runs, read in parts, and read again when something happens in the project.
 * @param isEnabled nothing is asked for otherwise
 */
export function useManyRows(
  entity: string,
  project: string,
  asked: Omit<RunRowsRequest, 'skip' | 'limit'>,
  most: number,
  isEnabled: boolean,
) {
  const request = { ...asked, ...useAlsoFrom() };
  const queryClient = useQueryClient();
  const text = JSON.stringify([request, most]);
  const queryKey = useMemo(
    () => queryKeys.runValues(entity, project, text),
    [entity, project, text],
  );
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readMany(entity, project, request, most, signal),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    gcTime: 20_000,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tookMs = query.data?.tookMs ?? 0;
  const readAgain = () => {
    timer.current = undefined;
    // A read that is under way began before this happened, yet must not be given up for ever.
    if (queryClient.isFetching({ queryKey }) > 0) {
      timer.current = setTimeout(readAgain, LEAST_INTERVAL_MS);
    } else void queryClient.invalidateQueries({ queryKey });
  };
  useLiveMessages(entity, project, ({ kind }) => {
    if (kind === 'console' || kind === 'files' || kind === 'alert' || !isEnabled) return;
    timer.current ??= setTimeout(readAgain, Math.max(LEAST_INTERVAL_MS, REST * tookMs));
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [queryKey],
  );
  return query;
}

async function readMany(
  entity: string,
  project: string,
  request: Omit<RunRowsRequest, 'skip' | 'limit'>,
  most: number,
  signal: AbortSignal,
): Promise<ManyRows & { readonly tookMs: number }> {
  const startedAt = performance.now();
  const byName = new Map<string, RunRowView>();
  let totalCount = 0;
  for (let skip = 0; skip < most; skip += PER_REQUEST) {
    const part = await requestApi(RunRows, apiPath('projects', entity, project, 'runs', 'rows'), {
      method: 'POST',
      body: { ...request, skip, limit: Math.min(PER_REQUEST, most - skip) },
      signal,
    });
    // Runs that were made meanwhile move others on: the same run may come twice.
    for (const row of part.rows) byName.set(row.name, row);
    totalCount = part.totalCount;
    if (request.runs !== undefined || skip + PER_REQUEST >= totalCount) break;
  }
  return { rows: [...byName.values()], totalCount, tookMs: performance.now() - startedAt };
}
