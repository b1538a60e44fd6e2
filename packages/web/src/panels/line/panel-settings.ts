import { type ResolvedLineSettings, resolveLineSettings } from '@runloom/model';
import { axisRequest } from '../../charts/index.ts';
import type { BoardView } from '../board/board-view.ts';
import type { PanelSpec } from '../panel-type.ts';

type ToolbarView = Pick<
  BoardView,
  'axis' | 'smoothing' | 'showsOriginal' | 'isLog' | 'ignoresOutliers'
>;

/** Settings as they hold in a panel: its own, its section's, the workspace's and the toolbar's. */
export function panelSettings(
  { settings, outer }: Pick<PanelSpec, 'settings' | 'outer'>,
  view: ToolbarView,
): ResolvedLineSettings {
  const [section = {}, workspace = {}] = outer;
  return resolveLineSettings(settings, [section, { ...toolbarLevel(view), ...workspace }]);
}

/** What the toolbar above all charts says, where it says anything. */
function toolbarLevel(view: ToolbarView): Record<string, unknown> {
  const { smoothing } = view;
  const isSmooth = !(smoothing.kind === 'twema' && smoothing.weight === 0);
  return {
    ...(view.axis === 'step' ? {} : { x: axisRequest(view.axis) }),
    ...(isSmooth ? { smoothing } : {}),
    ...(view.showsOriginal ? {} : { showsOriginal: false }),
    ...(view.isLog ? { yLog: true } : {}),
    ...(view.ignoresOutliers ? { ignoresOutliers: true } : {}),
  };
}
