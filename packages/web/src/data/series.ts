import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useSeriesStore } from './live.ts';
import type { SeriesColumns } from './series-columns.ts';
import type { SeriesQuery, SeriesState } from './series-store.ts';

/** The lines of one panel. */
export interface PanelSeries {
  /** In the order of the query's runs; null where nothing is known yet. */
  readonly series: readonly (SeriesColumns | null)[];
  /** Something is shown that is not of this query yet, or not at all. */
  readonly isLoading: boolean;
  /** Why a line could not be read. */
  readonly error: Error | null;
  retry(): void;
}

/**
 * Lines of a panel, kept up to date while the component is on screen. Until the answer to a new
 * query comes (a zoom, other runs), lines show what was last known of the same run, key and axis.
 */
export function useSeries(query: SeriesQuery): PanelSeries {
  const store = useSeriesStore();
  const signature = JSON.stringify(query);
  // Equal queries are one query, though they are made anew on each render.
  const stable = useMemo(() => query, [signature]);
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  useEffect(() => store.watch(stable, changed), [store, stable]);

  const states = useMemo(() => store.read(stable), [store, stable, version]);
  const earlier = useRef({ axis: '', columns: new Map<string, SeriesColumns>() });
  const series = useMemo(() => withEarlier(states, stable, earlier.current), [states, stable]);
  const retry = useCallback(() => store.retry(stable), [store, stable]);
  return {
    series,
    isLoading: states.some(({ columns, error }) => columns === null && error === null),
    error: states.find(({ error }) => error !== null)?.error ?? null,
    retry,
  };
}

/** Fills what is not known yet with what was, and remembers what is. */
function withEarlier(
  states: readonly SeriesState[],
  { key, x, xKey, stream }: SeriesQuery,
  earlier: { axis: string; columns: Map<string, SeriesColumns> },
): readonly (SeriesColumns | null)[] {
  const axis = JSON.stringify([stream, x, xKey, key]);
  if (earlier.axis !== axis) {
    earlier.axis = axis;
    earlier.columns = new Map();
  }
  const shown = states.map(({ run, columns }) => columns ?? earlier.columns.get(run) ?? null);
  earlier.columns = new Map(shown.flatMap((columns) => (columns ? [[columns.run, columns]] : [])));
  return shown;
}
