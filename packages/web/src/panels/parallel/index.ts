import { ParallelSettings } from '@runloom/model';
import { Waypoints } from 'lucide-react';
import { lazy } from 'react';
import { valueTitle } from '../analysis/values.ts';
import { definePanelType } from '../panel-type.ts';

/** One line a run through its values on several axes. */
export const parallelPanel = definePanelType<ParallelSettings>({
  id: 'parallel',
  name: 'Parallel coordinates',
  description: 'One line a run through many values; brush axes to see what leads where',
  icon: Waypoints,
  settings: ParallelSettings,
  shared: ['scope', 'others', 'colourBy', 'colourLog', 'gradient'],
  titleOf: ({ axes }) =>
    axes.length === 0
      ? 'Parallel coordinates'
      : axes.map((axis) => axis.title || valueTitle(axis)).join(', '),
  searchTexts: ({ axes }) => axes.map(({ field }) => field),
  size: { columns: 2, rows: 1 },
  Panel: lazy(async () => ({ default: (await import('./parallel-panel.tsx')).ParallelPanel })),
  Form: lazy(async () => ({ default: (await import('./parallel-form.tsx')).ParallelForm })),
});
