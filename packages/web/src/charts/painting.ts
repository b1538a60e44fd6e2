import { createContext, useContext } from 'react';

/** Milliseconds of a frame that charts may take to paint themselves: the rest is for whoever clicks. */
const FRAME_BUDGET_MS = 12;

/**
 * Paints the charts of a board in turn, as many in a frame as there is time for. A dozen charts of a
 * hundred lines painted in one frame would keep the page from answering.
 */
export interface Painting {
  /** Paints soon, once however often it is asked for. */
  request(paint: () => void): void;
  cancel(paint: () => void): void;
  /** Whether charts wait for their turn. */
  isBusy(): boolean;
  /** Told when they begin to wait, and when none does any more. Returns the function that ends it. */
  watch(listener: () => void): () => void;
}

export function createPainting(): Painting {
  const listeners = new Set<() => void>();
  const waiting = new Set<() => void>();
  let frame: number | null = null;
  let isBusy = false;

  function tell(next: boolean): void {
    if (next === isBusy) return;
    isBusy = next;
    for (const listener of listeners) listener();
  }

  function paintSome(): void {
    frame = null;
    const startedAt = performance.now();
    for (const paint of waiting) {
      waiting.delete(paint);
      paint();
      if (performance.now() - startedAt >= FRAME_BUDGET_MS) break;
    }
    if (waiting.size > 0) frame = requestAnimationFrame(paintSome);
    tell(waiting.size > 0);
  }

  return {
    request(paint) {
      waiting.add(paint);
      frame ??= requestAnimationFrame(paintSome);
    },
    cancel(paint) {
      waiting.delete(paint);
      if (waiting.size > 0) return;
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
      tell(false);
    },
    isBusy: () => isBusy,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Charts below take turns in painting; without it each paints in the next frame. */
export const PaintingContext = createContext<Painting | null>(null);

export const usePainting = (): Painting | null => useContext(PaintingContext);
