import { useEffect, useMemo, useRef, useState } from 'react';
import type { DrawnGraph } from './drawn-graph.ts';
import { type Layout, requestOf } from './layout.ts';
import { startLayoutWorker } from './start-worker.ts';

/** Places of the nodes, worked out beside the page; null until they are known. */
export function useLayout(graph: DrawnGraph): {
  readonly graph: DrawnGraph;
  readonly layout: Layout;
} | null {
  const request = useMemo(() => requestOf(graph), [graph]);
  const [placed, setPlaced] = useState<{ graph: DrawnGraph; layout: Layout } | null>(null);
  const worker = useRef<Worker | null>(null);
  useEffect(() => {
    const made = startLayoutWorker();
    worker.current = made;
    return () => made.terminate();
  }, []);
  const count = useRef(0);
  useEffect(() => {
    const { current } = worker;
    if (current === null) return undefined;
    count.current += 1;
    const id = count.current;
    const listen = ({ data }: MessageEvent<{ id: number; layout: Layout }>) => {
      // An earlier graph's places are no use to this one.
      if (data.id === id) setPlaced({ graph, layout: data.layout });
    };
    current.addEventListener('message', listen);
    current.postMessage({ id, request });
    return () => current.removeEventListener('message', listen);
  }, [graph, request]);
  // What was placed before is shown until the new places are known.
  return placed;
}
