import { RunComparerSettings } from '@runloom/model';
import { Columns2 } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';

/** Configs, summaries and machines of the shown runs beside each other. */
export const runComparerPanel = definePanelType<RunComparerSettings>({
  id: 'run-comparer',
  name: 'Run comparer',
  description: 'Config, summary and machine of each run side by side, and what differs',
  icon: Columns2,
  settings: RunComparerSettings,
  titleOf: () => 'Run comparer',
  size: { columns: 3, rows: 2 },
  Panel: lazy(async () => ({
    default: (await import('./run-comparer-panel.tsx')).RunComparerPanel,
  })),
  Form: lazy(async () => ({ default: (await import('./run-comparer-form.tsx')).RunComparerForm })),
});
