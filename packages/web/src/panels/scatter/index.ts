import { ScatterSettings } from '@runloom/model';
import { ChartScatter } from 'lucide-react';
import { lazy } from 'react';
import { valueTitle } from '../analysis/values.ts';
import { definePanelType } from '../panel-type.ts';

/** One point a run: a value over another, a third as colour. */
export const scatterPanel = definePanelType<ScatterSettings>({
  id: 'scatter',
  name: 'Scatter plot',
  description: 'One point a run: two values, a third as colour; frontier and regression',
  icon: ChartScatter,
  settings: ScatterSettings,
  shared: [
    'scope',
    'xLog',
    'yLog',
    'gradient',
    'showsRunningMin',
    'showsRunningMax',
    'showsRunningMean',
    'showsRegression',
    'showsFrontier',
    'labelsFrontier',
    'dimsOthers',
    'pointSize',
    'tooltip',
  ],
  titleOf: ({ x, y }) =>
    x === null || y === null ? 'Scatter plot' : `${valueTitle(y)} by ${valueTitle(x)}`,
  searchTexts: ({ x, y, z }) => [x, y, z].flatMap((value) => (value === null ? [] : value.field)),
  Panel: lazy(async () => ({ default: (await import('./scatter-panel.tsx')).ScatterPanel })),
  Form: lazy(async () => ({ default: (await import('./scatter-form.tsx')).ScatterForm })),
});
