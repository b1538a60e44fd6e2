import { LINE_SETTING_NAMES, OwnLineSettings } from '@runloom/model';
import { ChartLine } from 'lucide-react';
import { lazy } from 'react';
import { preloadable } from '../../components/preloadable.ts';
import { definePanelType } from '../panel-type.ts';

/** Fetches the code of line charts, which nearly every workspace shows, while its data is on the way. */
export const loadLinePanel = () => panel.preload();

const panel = preloadable(async () => (await import('./line-panel.tsx')).LinePanel);

/** Metrics of all shown runs, or of groups of them, as lines over steps, time or another metric. */
export const linePanel = definePanelType({
  id: 'line',
  name: 'Line chart',
  description: 'Metrics over steps or time, one line a run or a group of runs',
  icon: ChartLine,
  settings: OwnLineSettings,
  shared: LINE_SETTING_NAMES,
  titleOf: ({ title, metrics, expressions }) => {
    if (title) return title;
    const names =
      metrics?.kind === 'pattern' ? [`/${metrics.pattern}/`] : [...(metrics?.keys ?? [])];
    return [...names, ...(expressions ?? [])].filter(Boolean).join(', ') || 'Line chart';
  },
  searchTexts: ({ metrics, expressions }) => [
    ...(metrics?.kind === 'keys' ? metrics.keys : []),
    ...(expressions ?? []),
  ],
  // What begins with an underscore is the client's own bookkeeping: _step, _runtime, _timestamp.
  takesMetric: ({ key }) => !key.startsWith('_'),
  Panel: panel.Component,
  Form: lazy(async () => ({ default: (await import('./form/line-form.tsx')).LineForm })),
});
