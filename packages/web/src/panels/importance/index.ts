import { ImportanceSettings } from '@runloom/model';
import { ListTree } from 'lucide-react';
import { lazy } from 'react';
import { valueTitle } from '../analysis/values.ts';
import { definePanelType } from '../panel-type.ts';

/** Which parameters explain a number, by a forest and by correlation. */
export const importancePanel = definePanelType<ImportanceSettings>({
  id: 'importance',
  name: 'Parameter importance',
  description: 'Which parameters explain a metric: forest and correlation, with intervals',
  icon: ListTree,
  settings: ImportanceSettings,
  shared: ['scope', 'parameters', 'ignored', 'correlation', 'sort', 'maxRows'],
  titleOf: ({ target }) =>
    target === null ? 'Parameter importance' : `Importance for ${valueTitle(target)}`,
  searchTexts: ({ target, parameters }) => [
    ...(target === null ? [] : [target.field]),
    ...(parameters ?? []),
  ],
  Panel: lazy(async () => ({ default: (await import('./importance-panel.tsx')).ImportancePanel })),
  Form: lazy(async () => ({ default: (await import('./importance-form.tsx')).ImportanceForm })),
});
