import type { PanelData } from '@runloom/model';
import { startTransition, useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useSeriesStore } from './live.ts';
import type { PanelQuery } from './series-query.ts';

/** The lines of one panel. */
export interface PanelSeries {
  /** Null where nothing is known yet. May be of an earlier query until the answer comes. */
  readonly data: PanelData | null;
  /** Something is shown that is not of this query yet, or not at all. */
  readonly isLoading: boolean;
  /** Why the lines could not be read. */
  readonly error: Error | null;
  retry(): void;
}

/**
 * Lines of a panel, kept up to date while the component is on screen. Until the answer to a new
 * query comes (a zoom, other runs), lines show what was last known of the same metrics over the same
 * axis: the coarse level stays while the finer one loads. A range that was shown before comes at once.
 * @param query null asks for nothing
 */
export function useSeries(query: PanelQuery | null): PanelSeries {
  const store = useSeriesStore();
  const signature = JSON.stringify(query);
  // Equal queries are one query, though they are made anew on each render.
  const stable = useMemo(() => query, [signature]);
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  // What came in is drawn between other work: a dozen panels at once would keep a click waiting.
  useEffect(
    () => (stable === null ? undefined : store.watch(stable, () => startTransition(changed))),
    [store, stable],
  );
  const state = useMemo(
    () => (stable === null ? { data: null, error: null } : store.read(stable)),
    [store, stable, version],
  );
  const earlier = useRef<{ subject: string; data: PanelData | null }>({ subject: '', data: null });
  const subject = useMemo(() => subjectOf(stable), [stable]);
  if (earlier.current.subject !== subject) earlier.current = { subject, data: null };
  if (state.data !== null) earlier.current.data = state.data;
  const before = state.data === null ? earlier.current.data : null;
  const kept = useMemo(
    () => (before === null || stable === null ? null : keepRuns(before, stable.runs)),
    [before, stable],
  );
  const retry = useCallback(() => {
    if (stable !== null) store.retry(stable);
  }, [store, stable]);
  return {
    data: state.data ?? kept,
    isLoading: stable !== null && state.data === null && state.error === null,
    error: state.error,
    retry,
  };
}

/** What an earlier answer must have in common with the query to stand in for it. */
function subjectOf(query: PanelQuery | null): string {
  if (query === null) return '';
  const { stream, y, x, group } = query.panel;
  return JSON.stringify([query.entity, query.project, stream, y, x, group]);
}

/** Runs that were hidden are gone at once. Of groups the earlier lines stay until the answer comes. */
function keepRuns(data: PanelData, runs: readonly string[]): PanelData {
  const shown = new Set(runs);
  const lines = data.lines.filter((line) => line.kind === 'group' || shown.has(line.run));
  return lines.length === data.lines.length ? data : { ...data, lines };
}
