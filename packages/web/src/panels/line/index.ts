import { ChartLine } from 'lucide-react';
import { lazy } from 'react';
import { z } from 'zod';
import { definePanelType } from '../panel-type.ts';

/** A metric of all shown runs as lines over steps or time. */
export const linePanel = definePanelType({
  id: 'line',
  name: 'Line chart',
  description: 'Metrics over steps or time, one line a run',
  icon: ChartLine,
  settings: z.record(z.string(), z.unknown()),
  titleOf: () => 'Line chart',
  // What begins with an underscore is the client's own bookkeeping: _step, _runtime, _timestamp.
  takesMetric: ({ key }) => !key.startsWith('_'),
  Panel: lazy(async () => ({ default: (await import('./line-panel.tsx')).LinePanel })),
});
