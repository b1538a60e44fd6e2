import type { Smoothing } from '@runloom/model';
import { axisMetric, type ChartAxis, type Range } from '../../charts/index.ts';
import type { PanelSettings } from '../panel-type.ts';

/** How a reader looks at charts: what the address bar holds, and what undo goes back to. */
export interface BoardView {
  /** Regular expression over the names of metrics. */
  readonly search: string;
  readonly axis: ChartAxis;
  readonly smoothing: Exclude<Smoothing, { readonly kind: 'none' }>;
  /** What was logged stays faintly behind the smoothed line. */
  readonly showsOriginal: boolean;
  readonly isLog: boolean;
  readonly ignoresOutliers: boolean;
  /** Null: as many as fit. */
  readonly columns: number | null;
  /** Sections that are not as they are at first: closed instead of open, or open instead of closed. */
  readonly toggledSections: readonly string[];
  /** A zoom in one panel is a zoom in all. */
  readonly syncsZoom: boolean;
  /** Range of x by panel, or by axis while zooms are synced. */
  readonly zooms: ReadonlyMap<string, Range>;
  /** Panel over the whole window. */
  readonly fullScreen: string | null;
  /** What the reader set of single panels. */
  readonly panelSettings: ReadonlyMap<string, PanelSettings>;
}

export type BoardAction =
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'axis'; readonly axis: ChartAxis }
  | { readonly kind: 'smoothing'; readonly smoothing: BoardView['smoothing'] }
  | { readonly kind: 'original'; readonly isShown: boolean }
  | { readonly kind: 'log'; readonly isLog: boolean }
  | { readonly kind: 'outliers'; readonly areIgnored: boolean }
  | { readonly kind: 'columns'; readonly columns: number | null }
  | { readonly kind: 'toggle-section'; readonly section: string }
  | { readonly kind: 'sync-zoom'; readonly isOn: boolean }
  | {
      readonly kind: 'zoom';
      readonly panel: string;
      /** Of the panel. */
      readonly axis: ChartAxis;
      readonly range: Range | null;
    }
  | { readonly kind: 'full-screen'; readonly panel: string | null }
  /** Puts these members in place of the panel's; one that is undefined is as at first again. */
  | { readonly kind: 'panel/settings'; readonly panel: string; readonly change: PanelSettings };

export const INITIAL_BOARD_VIEW: BoardView = {
  search: '',
  axis: 'step',
  smoothing: { kind: 'twema', weight: 0 },
  showsOriginal: true,
  isLog: false,
  ignoresOutliers: false,
  columns: null,
  toggledSections: [],
  syncsZoom: false,
  zooms: new Map(),
  fullScreen: null,
  panelSettings: new Map(),
};

/** The view after what the reader did; the same object when nothing changes. */
export function reduceBoard(view: BoardView, action: BoardAction): BoardView {
  switch (action.kind) {
    case 'search':
      return { ...view, search: action.text };
    case 'axis':
      // Ranges of steps mean nothing in seconds.
      return action.axis === view.axis ? view : { ...view, axis: action.axis, zooms: new Map() };
    case 'smoothing':
      return { ...view, smoothing: action.smoothing };
    case 'original':
      return { ...view, showsOriginal: action.isShown };
    case 'log':
      return { ...view, isLog: action.isLog };
    case 'outliers':
      return { ...view, ignoresOutliers: action.areIgnored };
    case 'columns':
      return { ...view, columns: action.columns };
    case 'toggle-section':
      return { ...view, toggledSections: toggled(view.toggledSections, action.section) };
    case 'sync-zoom':
      return { ...view, syncsZoom: action.isOn, zooms: new Map() };
    case 'zoom':
      return {
        ...view,
        zooms: zoomed(view, zoomName(view, action.panel, action.axis), action.range),
      };
    case 'full-screen':
      return { ...view, fullScreen: action.panel };
    case 'panel/settings': {
      const settings = { ...view.panelSettings.get(action.panel), ...action.change };
      const kept = Object.entries(settings).filter(([, value]) => value !== undefined);
      const panelSettings = new Map(view.panelSettings).set(action.panel, Object.fromEntries(kept));
      return { ...view, panelSettings };
    }
  }
}

/** Range of x that a panel with this axis shows; null for all. */
export function zoomOf(view: BoardView, panel: string, axis: ChartAxis): Range | null {
  return view.zooms.get(zoomName(view, panel, axis)) ?? null;
}

/**
 * Synced panels zoom together where they have the same axis. Over a metric a panel's zoom is kept
 * apart, since the panel may go back to steps when other runs are shown. Names of axes are no ids of
 * panels: those begin with a stream.
 */
function zoomName(view: BoardView, panel: string, axis: ChartAxis): string {
  if (view.syncsZoom) return axis;
  return axisMetric(axis) === null ? panel : `${axis} ${panel}`;
}

function zoomed(view: BoardView, name: string, range: Range | null): ReadonlyMap<string, Range> {
  if (range === null && !view.zooms.has(name)) return view.zooms;
  const zooms = new Map(view.zooms);
  if (range === null) zooms.delete(name);
  else zooms.set(name, range);
  return zooms;
}

/** The list without the item when it holds it, with it otherwise. */
export function toggled(items: readonly string[], item: string): readonly string[] {
  return items.includes(item) ? items.filter((other) => other !== item) : [...items, item];
}

/** Kind of an action that comes many times in a row and is undone as one. */
export function streamOfAction({ kind }: BoardAction): string | null {
  return kind === 'search' || kind === 'smoothing' ? kind : null;
}

/** Going to a panel and back changes nothing that one would want to undo. */
export function isPassingAction({ kind }: BoardAction): boolean {
  return kind === 'full-screen';
}
