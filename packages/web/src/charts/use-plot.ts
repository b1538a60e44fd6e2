import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { createPainting, usePainting } from './painting.ts';
import { createPlot, type Plot, type PlotContent } from './plot.ts';

/**
 * Keeps a plot in an element: made once the element has a size, as large as the element, drawn
 * again whenever the content is another object.
 * @param onLaidOut called when places of values may have changed
 */
export function usePlot(
  root: RefObject<HTMLElement | null>,
  content: PlotContent,
  onLaidOut: () => void,
): RefObject<Plot | null> {
  const plot = useRef<Plot | null>(null);
  const shared = usePainting();
  const painting = useMemo(() => shared ?? createPainting(), [shared]);
  const latest = useRef({ content, onLaidOut });
  useLayoutEffect(() => {
    const isNew = latest.current.content !== content;
    latest.current = { content, onLaidOut };
    if (plot.current === null || !isNew) return;
    plot.current.show(content);
    onLaidOut();
  });

  useEffect(() => {
    const { current } = root;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      const height = Math.floor(entry?.contentRect.height ?? 0);
      if (width === 0 || height === 0) return;
      if (plot.current) plot.current.resize(width, height);
      else plot.current = createPlot(current, latest.current.content, { width, height }, painting);
      latest.current.onLaidOut();
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [root, painting]);
  return plot;
}
