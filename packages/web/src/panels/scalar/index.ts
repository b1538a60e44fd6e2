import { Hash } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';
import { ScalarSettings } from './settings.ts';

/** One number a run, and their mean. */
export const scalarPanel = definePanelType<ScalarSettings>({
  id: 'scalar',
  name: 'Numbers',
  description: 'One value of each run, with their mean and deviation',
  icon: Hash,
  settings: ScalarSettings,
  titleOf: ({ field }) => field || 'Numbers',
  searchTexts: ({ field }) => [field],
  Panel: lazy(async () => ({ default: (await import('./scalar-panel.tsx')).ScalarPanel })),
  Form: lazy(async () => ({ default: (await import('./scalar-form.tsx')).ScalarForm })),
});
