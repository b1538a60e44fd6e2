import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunAddress } from '../../data/files.ts';
import { readLeftOut, readMediaSteps } from '../../data/media.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useHistoryRows } from '../../data/run-comparison.ts';
import { type PlacedSteps, placesOf } from './slider-places.ts';

const NO_NAMES: readonly string[] = [];

/** Name of a run and key among the places. */
export const placeName = (run: string, key: string): string => JSON.stringify([run, key]);

/**
 * Where each run logged each of the keys, as far as it is loaded.
 * @param sliderKey `_step`, or a logged number by which places are told
 */
export function useMediaPlaces(
  entity: string,
  project: string,
  runs: readonly string[],
  keys: readonly string[],
  sliderKey: string,
): {
  readonly places: ReadonlyMap<string, PlacedSteps>;
  readonly isPending: boolean;
  readonly error: Error | null;
} {
  const pairs = useMemo(
    () => runs.flatMap((run) => keys.map((key) => ({ run, key }))),
    [runs, keys],
  );
  const isOther = sliderKey !== '_step';
  const asked = useMemo(() => ['_step', sliderKey], [sliderKey]);
  const rows = useHistoryRows(entity, project, isOther ? runs : NO_NAMES, asked).data?.runs;
  const found = useQueries({
    queries: pairs.map(({ run, key }) => {
      const address: RunAddress = { entity, project, run };
      return {
        queryKey: [...queryKeys.media(entity, project, run), 'steps', key] as const,
        queryFn: ({ signal }: { signal: AbortSignal }) => readMediaSteps(address, key, signal),
      };
    }),
    combine: combined,
  });
  const places = useMemo(() => {
    const all = new Map<string, PlacedSteps>();
    for (const [index, { run, key }] of pairs.entries()) {
      const steps = found.lists[index];
      if (steps === undefined || steps.length === 0) continue;
      if (!isOther) {
        all.set(placeName(run, key), { steps, places: steps });
        continue;
      }
      const own = rows?.find(({ name }) => name === run)?.rows ?? [];
      const numbers = own.flatMap(([step, value]) =>
        typeof step === 'number' && typeof value === 'number' ? [[step, value] as const] : [],
      );
      all.set(placeName(run, key), { steps, places: placesOf(steps, numbers) });
    }
    return all;
  }, [pairs, found.lists, isOther, rows]);
  return {
    places,
    isPending: found.isPending || (isOther && rows === undefined),
    error: found.error,
  };
}

/**
 * How many steps a recording does not keep, of all runs and keys together; 0 where nothing is recorded.
 */
export function useLeftOut(
  entity: string,
  project: string,
  runs: readonly string[],
  keys: readonly string[],
): number {
  return useQueries({
    queries: runs.flatMap((run) =>
      keys.map((key) => ({
        queryKey: [...queryKeys.media(entity, project, run), 'left-out', key] as const,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          readLeftOut({ entity, project, run }, key, signal),
        staleTime: Number.POSITIVE_INFINITY,
      })),
    ),
    combine: sumOf,
  });
}

const sumOf = (results: readonly { readonly data: number | undefined }[]): number =>
  results.reduce((sum, { data }) => sum + (data ?? 0), 0);

function combined(
  results: readonly {
    readonly data: readonly number[] | undefined;
    readonly isPending: boolean;
    readonly error: Error | null;
  }[],
) {
  return {
    lists: results.map(({ data }) => data),
    isPending: results.some(({ isPending }) => isPending),
    error: results.find(({ error, data }) => error !== null && data === undefined)?.error ?? null,
  };
}
