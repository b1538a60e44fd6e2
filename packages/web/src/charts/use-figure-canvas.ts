import { useEffect, useMemo, useRef } from 'react';
import type { FigureModel } from './figure-model.ts';
import { createLayer, type Layer } from './layer.ts';
import type { Pen } from './pen.ts';
import type { ChartTheme } from './theme.ts';

interface FigureCanvas<Layout> {
  readonly layout: Layout | null;
  paintOver(paint: (pen: Pen, layout: Layout) => void): void;
  /** Told after the figure got another size. Returns the function that ends it. */
  onResized(listener: () => void): () => void;
}

/** Two layers in an element: the figure, painted at most once a frame, and what moves over it. */
export function useFigureCanvas<Layout>(
  root: { readonly current: HTMLElement | null },
  model: FigureModel<Layout>,
  theme: ChartTheme,
): FigureCanvas<Layout> {
  const state = useRef({
    below: null as Layer | null,
    above: null as Layer | null,
    layout: null as Layout | null,
    width: 0,
    height: 0,
    frame: 0,
    shown: { model, theme },
    listeners: new Set<() => void>(),
  }).current;

  const paint = useRef(() => {
    const { current } = root;
    const pen = state.below?.clear() ?? null;
    if (pen === null || current === null) return;
    const startedAt = performance.now();
    state.layout = state.shown.model.layout(state.width, state.height);
    state.shown.model.paint(pen, state.layout, state.shown.theme);
    // For those who look from outside: tests and benchmarks.
    current.dataset['marks'] = String(state.shown.model.order.length);
    current.dataset['drawMs'] = (performance.now() - startedAt).toFixed(2);
    for (const listener of state.listeners) listener();
  }).current;

  useEffect(() => {
    state.shown = { model, theme };
    if (state.below === null) return;
    cancelAnimationFrame(state.frame);
    state.frame = requestAnimationFrame(paint);
  }, [state, model, theme, paint]);

  useEffect(() => {
    const { current } = root;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      const height = Math.floor(entry?.contentRect.height ?? 0);
      if (width === 0 || height === 0) return;
      state.below ??= createLayer(current, 'marks');
      state.above ??= createLayer(current, 'pointer');
      state.below.resize(width, height);
      state.above.resize(width, height);
      Object.assign(state, { width, height });
      // A resized canvas is empty until it is drawn: not a frame later.
      paint();
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(state.frame);
      state.below?.remove();
      state.above?.remove();
      Object.assign(state, { below: null, above: null, layout: null });
    };
  }, [root, state, paint]);

  return useMemo(
    () => ({
      get layout() {
        return state.layout;
      },
      paintOver(over) {
        const pen = state.above?.clear() ?? null;
        if (pen !== null && state.layout !== null) over(pen, state.layout);
      },
      onResized(listener) {
        state.listeners.add(listener);
        return () => state.listeners.delete(listener);
      },
    }),
    [state],
  );
}
