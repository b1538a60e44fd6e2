import { PackageOpen } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';
import { ForeignSettings } from './settings.ts';

/** Keeps a panel that a client put into a view and that nothing here draws. Nobody adds one by hand. */
export const foreignPanel = definePanelType<ForeignSettings>({
  id: 'foreign',
  name: 'Panel of W&B',
  description: 'Kept for scripts that read the view',
  icon: PackageOpen,
  settings: ForeignSettings,
  titleOf: ({ viewType }) => (viewType ? `${viewType} (W&B)` : 'Panel of W&B'),
  searchTexts: ({ viewType }) => [viewType],
  Panel: lazy(async () => ({ default: (await import('./foreign-panel.tsx')).ForeignPanel })),
});
