import type { FileView, MediaKey } from '@runloom/model';
import { useMemo } from 'react';
import type { RunAddress } from '../../data/files.ts';
import { useJsonFiles } from '../../data/json-files.ts';
import { useMediaSteps, useMediaValues } from '../../data/media.ts';
import { joinTables, readTable, type TableData } from '../table-viewer/table-data.ts';
import { mediaItems, tableValues } from './media-value.ts';
import { indexAtOrBefore } from './step-position.ts';

/** A growing table is read of so many of its last parts. */
const MOST_INCREMENTS = 500;

/** The steps whose values make what a key holds at a step: all parts of a table that grows, else one. */
export function stepsOfValue(
  { types }: MediaKey,
  steps: readonly number[],
  step: number,
): readonly number[] {
  if (!types.includes('incremental-table-file')) return [step];
  return steps.slice(0, indexAtOrBefore(steps, step) + 1).slice(-MOST_INCREMENTS);
}

/** Another table of the run as it stands at a step: null while it is loaded or without a key. */
export function useTableAt(
  address: RunAddress,
  entry: MediaKey | undefined,
  step: number | undefined,
): { readonly table: TableData | null; readonly error: Error | null } {
  const key = entry?.key;
  const keys = useMemo(() => (key === undefined ? [] : [key]), [key]);
  const steps = useMediaSteps(address, keys).get(key ?? '') ?? NO_STEPS;
  const asked = useMemo(() => {
    const at = steps[indexAtOrBefore(steps, step ?? Number.NaN)] ?? steps.at(-1);
    return entry === undefined || at === undefined ? NO_STEPS : stepsOfValue(entry, steps, at);
  }, [entry, steps, step]);
  const query = useMediaValues(address, key ?? '', asked);
  const files = useMemo(
    () => (key === undefined || query.isPlaceholderData ? NO_FILES : filesOf(query.data)),
    [key, query.data, query.isPlaceholderData],
  );
  const { data, error } = useJsonFiles(address, files, readTable);
  const table = useMemo(
    () =>
      data === null || files.length === 0 ? null : joinTables(data.filter((one) => one !== null)),
    [data, files],
  );
  return { table, error: query.error ?? error };
}

const NO_STEPS: readonly number[] = [];
const NO_FILES: readonly FileView[] = [];

function filesOf(data: ReturnType<typeof useMediaValues>['data']): readonly FileView[] {
  const byName = new Map(data?.files.map((file) => [file.name, file]));
  return tableValues((data?.values ?? []).map(({ value }) => value))
    .flatMap(mediaItems)
    .map(({ path }) => byName.get(path))
    .filter((file) => file !== undefined);
}
