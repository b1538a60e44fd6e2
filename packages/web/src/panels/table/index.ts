import { TableSettings } from '@runloom/model';
import { Table2 } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';

/** Tables that runs logged under one key, as one. */
export const tablePanel = definePanelType<TableSettings>({
  id: 'table',
  name: 'Tables of runs',
  description: 'Tables of several runs below each other or joined, filtered, sorted and grouped',
  icon: Table2,
  settings: TableSettings,
  titleOf: ({ key }) => key || 'Tables of runs',
  searchTexts: ({ key }) => [key],
  size: { columns: 3, rows: 2 },
  Panel: lazy(async () => ({ default: (await import('./table-panel.tsx')).TablePanel })),
  Form: lazy(async () => ({ default: (await import('./table-form.tsx')).TableForm })),
});
