import { MarkdownSettings } from '@runloom/model';
import { Type } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';

/** Text among the charts: what they show, what was found, what is to do. */
export const markdownPanel = definePanelType<MarkdownSettings>({
  id: 'markdown',
  name: 'Text',
  description: 'Notes in Markdown, with tables and formulas',
  icon: Type,
  settings: MarkdownSettings,
  titleOf: ({ text }) => /^#{1,6}\s+(.+)$/m.exec(text)?.[1]?.slice(0, 80) ?? 'Text',
  Panel: lazy(async () => ({ default: (await import('./markdown-panel.tsx')).MarkdownPanel })),
  Form: lazy(async () => ({ default: (await import('./markdown-form.tsx')).MarkdownForm })),
});
