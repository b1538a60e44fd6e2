import { MediaSettings } from '@runloom/model';
import { Images } from 'lucide-react';
import { lazy } from 'react';
import { definePanelType } from '../panel-type.ts';

/** Images, videos, sounds, pages, figures and objects of several runs, step by step. */
export const mediaPanel = definePanelType<MediaSettings>({
  id: 'media',
  name: 'Media',
  description: 'Images, videos, sounds, pages and objects of several runs, step by step',
  icon: Images,
  settings: MediaSettings,
  titleOf: ({ keys }) => keys.join(', ') || 'Media',
  searchTexts: ({ keys }) => keys,
  size: { columns: 3, rows: 2 },
  Panel: lazy(async () => ({ default: (await import('./media-panel.tsx')).MediaPanel })),
  Form: lazy(async () => ({ default: (await import('./media-form.tsx')).MediaForm })),
});
