import {
  type BoardPart,
  INITIAL_VIEW_SPEC,
  resolveLineSettings,
  type SettingsByType,
  type Smoothing,
} from '@runloom/model';
import { axisMetric, type ChartAxis, metricAxis } from '../../../charts/chart-axis.ts';
import type { PanelSettings } from '../../panel-type.ts';
import { changeSection } from './sections.ts';

export type SettingsAction =
  /** Puts these members in place of those that hold for all panels of a type, in a section or everywhere. */
  | {
      readonly kind: 'settings/change';
      readonly type: string;
      readonly section: string | null;
      readonly change: PanelSettings;
    }
  | { readonly kind: 'axis'; readonly axis: ChartAxis }
  | { readonly kind: 'smoothing'; readonly smoothing: ShownSmoothing }
  | { readonly kind: 'original'; readonly isShown: boolean }
  | { readonly kind: 'log'; readonly isLog: boolean }
  | { readonly kind: 'outliers'; readonly areIgnored: boolean }
  | { readonly kind: 'columns'; readonly columns: number | null }
  | { readonly kind: 'sync-zoom'; readonly isOn: boolean }
  | { readonly kind: 'board/mode'; readonly mode: BoardPart['mode'] }
  | { readonly kind: 'board/prefix'; readonly prefix: BoardPart['prefix'] }
  /** Takes back everything that was done to sections and panels. */
  | { readonly kind: 'board/reset'; readonly mode: BoardPart['mode'] };

/** The smoothing as its control shows it: none is a weight of 0. */
export type ShownSmoothing = Exclude<Smoothing, { readonly kind: 'none' }>;

/** What the toolbar sets of all line charts. */
export interface LineDefaults {
  readonly axis: ChartAxis;
  readonly smoothing: ShownSmoothing;
  readonly showsOriginal: boolean;
  readonly isLog: boolean;
  readonly ignoresOutliers: boolean;
}

export function reduceSettings(board: BoardPart, action: SettingsAction): BoardPart {
  switch (action.kind) {
    case 'settings/change':
      return changeSettings(board, action.type, action.section, action.change);
    case 'axis':
      return changeLine(board, { x: xOf(action.axis) });
    case 'smoothing':
      return changeLine(board, { smoothing: action.smoothing });
    case 'original':
      return changeLine(board, { showsOriginal: action.isShown });
    case 'log':
      return changeLine(board, { yLog: action.isLog });
    case 'outliers':
      return changeLine(board, { ignoresOutliers: action.areIgnored });
    case 'columns':
      return { ...board, columns: action.columns };
    case 'sync-zoom':
      return { ...board, syncsZoom: action.isOn };
    case 'board/mode':
      return { ...board, mode: action.mode };
    case 'board/prefix':
      return { ...board, prefix: action.prefix, order: [] };
    case 'board/reset':
      return { ...INITIAL_VIEW_SPEC.board, mode: action.mode };
  }
}

/** What holds for line charts where nothing nearer says otherwise, as the toolbar shows it. */
export function lineDefaults(board: BoardPart): LineDefaults {
  const { settings } = resolveLineSettings({}, [{}, board.settings['line']]);
  const { smoothing } = settings;
  return {
    axis: axisOf(settings.x),
    smoothing: smoothing.kind === 'none' ? { kind: 'twema', weight: 0 } : smoothing,
    showsOriginal: settings.showsOriginal,
    isLog: settings.yLog,
    ignoresOutliers: settings.ignoresOutliers,
  };
}

type LineX = ReturnType<typeof resolveLineSettings>['settings']['x'];

function axisOf(x: LineX): ChartAxis {
  if (typeof x === 'object') return 'key' in x ? metricAxis(x.key) : 'step';
  return x === 'relative' || x === 'wall' ? x : x === 'process' ? 'relative' : 'step';
}

function xOf(axis: ChartAxis): LineX {
  const metric = axisMetric(axis);
  if (metric !== null) return { key: metric };
  return axis === 'relative' || axis === 'wall' ? axis : 'auto';
}

const changeLine = (board: BoardPart, change: PanelSettings): BoardPart =>
  changeSettings(board, 'line', null, change);

function changeSettings(
  board: BoardPart,
  type: string,
  section: string | null,
  change: PanelSettings,
): BoardPart {
  if (section === null) return { ...board, settings: changed(board.settings, type, change) };
  const before = board.sections.find(({ id }) => id === section)?.settings ?? {};
  const after = changed(before, type, change);
  return changeSection(board, section, {
    settings: Object.keys(after).length === 0 ? undefined : after,
  });
}

/** Members that are undefined are taken away. */
function changed(settings: SettingsByType, type: string, change: PanelSettings): SettingsByType {
  const own = Object.entries({ ...settings[type], ...change }).filter(
    ([, value]) => value !== undefined,
  );
  const { [type]: _, ...others } = settings;
  return own.length === 0 ? others : { ...others, [type]: Object.fromEntries(own) };
}
