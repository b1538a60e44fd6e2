import { CustomChartSettings } from '@runloom/model';
import { ChartScatter } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';

/** A chart that somebody specified in Vega or Vega-Lite, drawn from values, histories and tables of runs. */
export const customChartPanel = definePanelType<CustomChartSettings>({
  id: 'custom-chart',
  name: 'Custom chart',
  description: 'Lines, bars, ROC, confusion matrix, or any Vega specification of your own',
  icon: ChartScatter,
  settings: CustomChartSettings,
  titleOf: ({ strings, data }) =>
    strings['title'] || data.summaryTable || data.historyTable || 'Custom chart',
  searchTexts: ({ data }) => [
    data.summaryTable,
    data.historyTable,
    ...data.history,
    ...data.summary,
    ...data.config,
  ],
  Panel: lazy(async () => ({
    default: (await import('./custom-chart-panel.tsx')).CustomChartPanel,
  })),
  Form: lazy(async () => ({ default: (await import('./custom-chart-form.tsx')).CustomChartForm })),
});
