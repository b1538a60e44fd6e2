import { createContext, useContext } from 'react';
import type { ChartAxis } from './chart-axis.ts';

/** Where the pointer is on the x axis that charts share; null when it is on none. */
export interface CrosshairPosition {
  readonly axis: ChartAxis;
  readonly x: number;
  /** The chart the pointer is on. */
  readonly source: object;
  /** The run or group whose line is pointed at; null between lines. */
  readonly hovered: string | null;
}

/** Tells all charts of a page where the pointer is in one of them. */
export interface Crosshair {
  readonly position: CrosshairPosition | null;
  move(position: CrosshairPosition | null): void;
  /** Returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

export function createCrosshair(): Crosshair {
  const listeners = new Set<() => void>();
  let position: CrosshairPosition | null = null;
  return {
    get position() {
      return position;
    },
    move(next) {
      if (next === position) return;
      position = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Charts below share one crosshair; without it each has its own. */
export const CrosshairContext = createContext<Crosshair | null>(null);

export function useCrosshair(): Crosshair | null {
  return useContext(CrosshairContext);
}
