import type { PanelGrid } from '@runloom/model';

/** Freezing waits this long for something more to be asked, and at most this long in all. */
export const QUIET_MS = 700;
export const LONGEST_MS = 60_000;

/** The same grid, drawn from what is there now. */
export function liveGrid({ frozen: _, ...grid }: PanelGrid): PanelGrid {
  return grid;
}
