import { useMemo, useRef } from 'react';
import { entriesOf } from '../../../components/value-tree/api-json.ts';
import type { ProjectPlace } from '../../../data/client.ts';
import { DATASET_PAGE, useTablePages } from '../../../data/datasets.ts';

/** Rows of a table around those in view, and the columns of all that were read. */
export function useRows(
  place: ProjectPlace,
  digest: string,
  rowCount: number,
  first: number,
  last: number,
) {
  const skips = useMemo(() => {
    const from = Math.floor(Math.max(0, first) / DATASET_PAGE);
    const to = Math.floor(Math.max(0, Math.min(last, rowCount - 1)) / DATASET_PAGE);
    return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * DATASET_PAGE);
  }, [first, last, rowCount]);
  const pages = useTablePages(place, digest, skips);
  const columns = useRef<readonly string[]>([]);
  const rows = useMemo(() => {
    const found = new Map<number, ReadonlyMap<string, unknown>>();
    for (const { data } of pages) {
      for (const { index, value } of data?.rows ?? []) found.set(index, new Map(entriesOf(value)));
    }
    return found;
  }, [pages]);
  const known = new Set(columns.current);
  for (const cells of rows.values()) for (const column of cells.keys()) known.add(column);
  if (known.size !== columns.current.length) columns.current = [...known];
  return {
    rows,
    columns: columns.current,
    error: pages.find(({ error }) => error !== null)?.error ?? null,
  };
}
