import { MediaKeys, MediaSteps, MediaValues } from '@runloom/model';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath, requestApi } from './client.ts';
import type { RunAddress } from './files.ts';
import { queryKeys } from './query-keys.ts';
import { network, transportOf } from './sources/transport.ts';

/** The addresses of files are good for 15 minutes. */
const LINK_REFRESH_MS = 10 * 60_000;
/** Pages of 100,000 steps that one key's list may have. */
const MOST_PAGES = 20;

const pathOf = ({ entity, project, run }: RunAddress, ...rest: readonly string[]) =>
  apiPath('runs', entity, project, run, 'media', ...rest);

const keyOf = ({ entity, project, run }: RunAddress) => queryKeys.media(entity, project, run);

/** Keys of the run's history that hold media, tables or histograms. */
export function useMediaKeys(address: RunAddress) {
  return useQuery({
    queryKey: [...keyOf(address), 'keys'] as const,
    queryFn: async ({ signal }) => (await requestApi(MediaKeys, pathOf(address), { signal })).keys,
  });
}

/** The steps at which each of the keys has a value, in order, as far as they are loaded. */
export function useMediaSteps(
  address: RunAddress,
  keys: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const lists = useQueries({
    queries: keys.map((key) => ({
      queryKey: [...keyOf(address), 'steps', key] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => readMediaSteps(address, key, signal),
    })),
    combine: listsOf,
  });
  return useMemo(() => {
    const found = new Map<string, readonly number[]>();
    for (const [index, steps] of lists.entries()) {
      const key = keys[index];
      if (key !== undefined && steps !== undefined) found.set(key, steps);
    }
    return found;
  }, [lists, keys]);
}

const listsOf = (results: readonly { readonly data: readonly number[] | undefined }[]) =>
  results.map(({ data }) => data);

/** All steps at which a key has a value that is no number, in order. */
export async function readMediaSteps(
  address: RunAddress,
  key: string,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const steps: number[] = [];
  let after: number | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read: MediaSteps = await requestApi(MediaSteps, pathOf(address, 'steps'), {
      query: { key, ...(after === null ? {} : { after }) },
      signal,
    });
    for (const step of read.steps) steps.push(step);
    after = read.next;
    if (after === null) break;
  }
  return steps;
}

/** How many steps of a key a recording leaves out: 0 anywhere but in one. */
export async function readLeftOut(
  address: RunAddress,
  key: string,
  signal: AbortSignal,
): Promise<number> {
  if (transportOf(signal) === network) return 0;
  const { leftOut } = await requestApi(MediaSteps, pathOf(address, 'steps'), {
    query: { key },
    signal,
  });
  return leftOut ?? 0;
}

/** What a key holds at some steps (at most 1,000), and where the files that it names are read from. */
export function useMediaValues(address: RunAddress, key: string, steps: readonly number[]) {
  return useQuery({
    queryKey: [...keyOf(address), 'values', key, steps] as const,
    queryFn: ({ signal }) => readMediaValues(address, key, steps, signal),
    enabled: steps.length > 0,
    staleTime: LINK_REFRESH_MS,
    refetchInterval: LINK_REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

/** What a key holds at some steps (at most 1,000), and where the files that it names are read from. */
export function readMediaValues(
  address: RunAddress,
  key: string,
  steps: readonly number[],
  signal: AbortSignal,
): Promise<MediaValues> {
  return requestApi(MediaValues, pathOf(address, 'values'), {
    method: 'POST',
    body: { key, steps },
    signal,
  });
}
