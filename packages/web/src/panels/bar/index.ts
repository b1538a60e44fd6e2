import { BarSettings } from '@runloom/model';
import { ChartBar } from 'lucide-react';
import { lazy } from 'react';
import { valueTitle } from '../analysis/values.ts';
import { definePanelType } from '../panel-type.ts';

/** A value of each run or group as a bar; of groups as box or violin too. */
export const barPanel = definePanelType<BarSettings>({
  id: 'bar',
  name: 'Bar chart',
  description: 'A bar a run; of groups the mean with its interval, a box or a violin',
  icon: ChartBar,
  settings: BarSettings,
  shared: [
    'direction',
    'scope',
    'grouping',
    'groupShape',
    'aggregate',
    'interval',
    'showsRuns',
    'sort',
    'maxBars',
    'valueLog',
  ],
  titleOf: ({ values }) => values.map(valueTitle).join(', ') || 'Bar chart',
  searchTexts: ({ values }) => values.map(({ field }) => field),
  Panel: lazy(async () => ({ default: (await import('./bar-panel.tsx')).BarPanel })),
  Form: lazy(async () => ({ default: (await import('./bar-form.tsx')).BarForm })),
});
