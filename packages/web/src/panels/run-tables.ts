import type { FileView } from '@runloom/model';
import { useQueries } from '@tanstack/react-query';
import { isObject, mediaItems, numberOf, tableValues } from '../components/media/media-value.ts';
import { indexAtOrBefore } from '../components/media/step-position.ts';
import type { RunAddress } from '../data/files.ts';
import { readMediaSteps, readMediaValues } from '../data/media.ts';
import { queryKeys } from '../data/query-keys.ts';

/** A growing table is read of so many of its last parts, and one that is logged anew of so many last steps. */
export const MOST_PARTS = 500;
/** The addresses of files are good for 15 minutes. */
const LINK_REFRESH_MS = 10 * 60_000;

/** Where the table of a run stands at a step: its files, read by who draws it. */
export interface TableSource {
  /** Steps at which the run logged the table. */
  readonly steps: readonly number[];
  /** The one that is shown: the last at or before the one asked for; null when there is none. */
  readonly step: number | null;
  /** The parts of a growing table, else one; of every step where all are asked for; empty when none is uploaded. */
  readonly files: readonly FileView[];
  /** The step that each of the files was logged at. */
  readonly fileSteps: readonly number[];
  /** There are more steps than are read. */
  readonly isCut: boolean;
  /** Rows that the logged table had, when the client saved fewer with the run; else null. */
  readonly toldRows: number | null;
}

/**
 * Tables that runs logged under one key, in the order of the runs; undefined while they are looked for.
 * @param step null: the newest; `all`: every one
 */
export function useRunTables(
  addresses: readonly RunAddress[],
  key: string,
  step: number | 'all' | null,
) {
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
  step: number | 'all' | null,
  signal: AbortSignal,
): Promise<TableSource> {
  const steps = await readMediaSteps(address, key, signal);
  const at = typeof step === 'number' ? indexAtOrBefore(steps, step) : steps.length - 1;
  const shown = steps[at];
  const nothing = { steps, step: null, files: [], fileSteps: [], toldRows: null, isCut: false };
  if (shown === undefined) return nothing;
  const before = steps.slice(0, at + 1);
  const parts = before.slice(-MOST_PARTS);
  let read = await readMediaValues(address, key, step === 'all' ? parts : [shown], signal);
  const [first] = read.values;
  const isGrowing = isObject(first?.value) && first.value['_type'] === 'incremental-table-file';
  if (isGrowing && step !== 'all') {
    read = await readMediaValues(address, key, parts, signal);
  }
  const files = new Map(read.files.map((file) => [file.name, file]));
  const placed = read.values.flatMap(({ step: own, value }) =>
    tableValues([value]).map((table) => ({ step: own, table })),
  );
  const found = placed.flatMap(({ step: own, table }) =>
    mediaItems(table).flatMap(({ path }) => {
      const file = files.get(path);
      return file === undefined ? [] : [{ step: own, file }];
    }),
  );
  const [only] = placed;
  return {
    steps,
    step: shown,
    files: found.map(({ file }) => file),
    fileSteps: found.map(({ step: own }) => own),
    toldRows: placed.length === 1 && isObject(only?.table) ? numberOf(only.table['nrows']) : null,
    isCut: (isGrowing || step === 'all') && before.length > parts.length,
  };
}
