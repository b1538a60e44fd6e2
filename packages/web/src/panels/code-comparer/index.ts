import { CodeComparerSettings } from '@runloom/model';
import { FileDiff } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';

/** The saved code and the uncommitted changes of runs, line by line. */
export const codeComparerPanel = definePanelType<CodeComparerSettings>({
  id: 'code-comparer',
  name: 'Code comparer',
  description: 'Saved code and uncommitted changes of runs, line by line',
  icon: FileDiff,
  settings: CodeComparerSettings,
  titleOf: ({ file }) => (file === '' ? 'Code comparer' : file),
  size: { columns: 3, rows: 2 },
  Panel: lazy(async () => ({
    default: (await import('./code-comparer-panel.tsx')).CodeComparerPanel,
  })),
  Form: lazy(async () => ({
    default: (await import('./code-comparer-form.tsx')).CodeComparerForm,
  })),
});
