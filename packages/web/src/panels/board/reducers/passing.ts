import { axisMetric, type ChartAxis } from '../../../charts/chart-axis.ts';
import type { Range } from '../../../charts/extent.ts';

/** What the reader looks at right now: in the address, but in no saved view. */
export interface PassingState {
  /** Regular expression over the names of panels. */
  readonly search: string;
  /** Range of x by panel, or by axis while zooms are synced. */
  readonly zooms: ReadonlyMap<string, Range>;
  /** Panel over the whole window. */
  readonly fullScreen: string | null;
  /** Page of each section that has pages, from 0. */
  readonly pages: ReadonlyMap<string, number>;
}

export type PassingAction =
  | { readonly kind: 'search'; readonly text: string }
  | {
      readonly kind: 'zoom';
      readonly panel: string;
      /** Of the panel. */
      readonly axis: ChartAxis;
      readonly range: Range | null;
    }
  | { readonly kind: 'full-screen'; readonly panel: string | null }
  | { readonly kind: 'page'; readonly section: string; readonly page: number };

export const INITIAL_PASSING: PassingState = {
  search: '',
  zooms: new Map(),
  fullScreen: null,
  pages: new Map(),
};

export function reducePassing(
  state: PassingState,
  action: PassingAction,
  syncsZoom: boolean,
): PassingState {
  switch (action.kind) {
    case 'search':
      return { ...state, search: action.text };
    case 'zoom': {
      const name = zoomName(syncsZoom, action.panel, action.axis);
      return { ...state, zooms: zoomed(state.zooms, name, action.range) };
    }
    case 'full-screen':
      return { ...state, fullScreen: action.panel };
    case 'page':
      return { ...state, pages: new Map(state.pages).set(action.section, action.page) };
  }
}

/**
 * Synced panels zoom together where they have the same axis. Over a metric a panel's zoom is kept
 * apart, since the panel may go back to steps when other runs are shown. Names of axes are no ids of
 * panels: those begin with a stream.
 */
export function zoomName(syncsZoom: boolean, panel: string, axis: ChartAxis): string {
  if (syncsZoom) return axis;
  return axisMetric(axis) === null ? panel : `${axis} ${panel}`;
}

function zoomed(
  before: ReadonlyMap<string, Range>,
  name: string,
  range: Range | null,
): ReadonlyMap<string, Range> {
  if (range === null && !before.has(name)) return before;
  const zooms = new Map(before);
  if (range === null) zooms.delete(name);
  else zooms.set(name, range);
  return zooms;
}
