import type { FileView } from '@runloom/model';
import { useQueries } from '@tanstack/react-query';
import { isObject, mediaItems, numberOf, tableValues } from '../components/media/media-value.ts';
import { indexAtOrBefore } from '../components/media/step-position.ts';
import type { RunAddress } from '../data/files.ts';
import { readMediaSteps, readMediaValues } from '../data/media.ts';
import { queryKeys } from '../data/query-keys.ts';

/** A growing table is read of so many of its last parts. */
const MOST_INCREMENTS = 500;
/** The addresses of files are good for 15 minutes. */
const LINK_REFRESH_MS = 10 * 60_000;

/** Where the table of a run stands at a step: its files, read by who draws it. */
export interface TableSource {
  /** Steps at which the run logged the table. */
  readonly steps: readonly number[];
  /** The one that is shown: the last at or before the one asked for; null when there is none. */
  readonly step: number | null;
  /** The parts of a growing table, else one; empty when none is uploaded. */
  readonly files: readonly FileView[];
  /** Rows that the logged table had, when the client saved fewer with the run; else null. */
  readonly toldRows: number | null;
}

/**
 * Tables that runs logged under one key, in the order of the runs; undefined while they are looked for.
 * @param step null: the newest
 */
export function useRunTables(addresses: readonly RunAddress[], key: string, step: number | null) {
  return useQueries({
    queries: addresses.map((address) => ({
      // Below the run's media: what is logged anew makes it stale.
      queryKey: [
        ...queryKeys.media(address.entity, address.project, address.run),
        'table',
        key,
        step,
      ] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => readSource(address, key, step, signal),
      enabled: key !== '',
      staleTime: LINK_REFRESH_MS,
      refetchInterval: LINK_REFRESH_MS,
    })),
    combine: sourcesOf,
  });
}

function sourcesOf(
  results: readonly {
    readonly data: TableSource | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  }[],
) {
  return {
    sources: results.map(({ data }) => data),
    error: results.find(({ error, data }) => error !== null && data === undefined)?.error ?? null,
    retry: () => {
      for (const { error, refetch } of results) if (error !== null) void refetch();
    },
  };
}

async function readSource(
  address: RunAddress,
  key: string,
  step: number | null,
  signal: AbortSignal,
): Promise<TableSource> {
  const steps = await readMediaSteps(address, key, signal);
  const at = step === null ? steps.length - 1 : indexAtOrBefore(steps, step);
  const shown = steps[at];
  if (shown === undefined) return { steps, step: null, files: [], toldRows: null };
  let read = await readMediaValues(address, key, [shown], signal);
  const [first] = read.values;
  if (isObject(first?.value) && first.value['_type'] === 'incremental-table-file') {
    const parts = steps.slice(0, at + 1).slice(-MOST_INCREMENTS);
    read = await readMediaValues(address, key, parts, signal);
  }
  const files = new Map(read.files.map((file) => [file.name, file]));
  const values = tableValues(read.values.map(({ value }) => value));
  const [only] = values;
  return {
    steps,
    step: shown,
    files: values.flatMap(mediaItems).flatMap(({ path }) => files.get(path) ?? []),
    toldRows: values.length === 1 && isObject(only) ? numberOf(only['nrows']) : null,
  };
}
