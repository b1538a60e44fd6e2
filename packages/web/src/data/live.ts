import type { AlsoFrom, LiveMessage } from '@runloom/model';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { createLiveHub, type LiveHub, type LiveProject, type LiveState } from './live-hub.ts';
import { readPanels } from './series-read.ts';
import { createSeriesStore, type SeriesStore } from './series-store.ts';

export interface LiveData {
  readonly hub: LiveHub;
  readonly series: SeriesStore;
}

const LiveDataContext = createContext<LiveData | null>(null);

/** Holds the live connections and the lines of charts for all pages. Once, inside the query client's provider. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = useQueryClient();
  const data = useMemo<LiveData>(
    () => ({
      hub: createLiveHub({ queryClient }),
      series: createSeriesStore(readPanels),
    }),
    [queryClient],
  );
  return createElement(LiveDataProvider, { value: data }, children);
}

/** The same with connections and lines of another kind, for a part of a page. */
export const LiveDataProvider = LiveDataContext.Provider;

/**
 * Keeps everything that is cached of a project up to date while the component is on screen: runs,
 * metric keys, lines of charts, console lines, files. Components that ask for the same project share
 * one connection. A project that is not known yet is joined once it is.
 * @returns whether events arrive
 */
export function useLiveProject(
  entity: string | null | undefined,
  project: string | null | undefined,
): LiveState {
  const { hub, series } = useLiveData();
  const [live, setLive] = useState<LiveProject | null>(null);
  useEffect(() => {
    if (entity == null || project == null) return;
    const joined = hub.join(entity, project);
    const unsubscribe = joined.live.subscribe((message) => {
      if (message.kind === 'points') series.touch(entity, project, message.stream, message.run);
      if (message.kind === 'hello') series.touchAll(entity, project);
    });
    setLive(joined.live);
    return () => {
      unsubscribe();
      joined.release();
    };
  }, [hub, series, entity, project]);
  return useSyncExternalStore(
    useMemo(() => live?.watchState ?? (() => () => {}), [live]),
    () => live?.state ?? 'connecting',
  );
}

/** Has the page's connection tell of the runs of these projects, too, while the component is on screen. */
export function useLiveAlso(entity: string, project: string, alsoFrom: AlsoFrom): void {
  const { hub } = useLiveData();
  const text = JSON.stringify(alsoFrom);
  useEffect(() => {
    const joined = hub.join(entity, project);
    joined.live.alsoTell(JSON.parse(text) as AlsoFrom);
    return joined.release;
  }, [hub, entity, project, text]);
}

/** Tells of each event of a project, for what no cache holds. Joins the connection of `useLiveProject`. */
export function useLiveMessages(
  entity: string,
  project: string,
  listener: (message: LiveMessage) => void,
): void {
  const { hub } = useLiveData();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const joined = hub.join(entity, project);
    const unsubscribe = joined.live.subscribe((message) => latest.current(message));
    return () => {
      unsubscribe();
      joined.release();
    };
  }, [hub, entity, project]);
}

/** The lines of charts, for `useSeries`. */
export function useSeriesStore(): SeriesStore {
  return useLiveData().series;
}

function useLiveData(): LiveData {
  const data = useContext(LiveDataContext);
  if (data === null) throw new Error('useLiveProject needs a LiveProvider above it');
  return data;
}
