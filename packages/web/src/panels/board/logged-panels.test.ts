import { describe, expect, it } from 'vitest';
import { loggedPanels } from './logged-panels.ts';

const run = (
  media: [key: string, type: string][],
  charts: [key: string, config: unknown][] = [],
) => ({
  media: media.map(([key, type]) => ({ key, type })),
  charts: charts.map(([key, config]) => ({ key, config })),
});

describe('panels of what runs logged', () => {
  it('are media browsers, tables and charts, one for each key', () => {
    const panels = loggedPanels([
      run(
        [
          ['val/seen', 'image-file'],
          ['rows', 'table-file'],
          ['odd', 'bokeh-file'],
          ['joined', 'joined-table'],
        ],
        [['roc', { panelDefId: 'wandb/line/v0' }]],
      ),
      run(
        [
          ['val/seen', 'table-file'],
          ['grown', 'incremental-table-file'],
        ],
        [['broken', 7]],
      ),
    ]);
    expect(panels.map(({ id, type }) => [id, type])).toEqual([
      ['chart/roc', 'custom-chart'],
      ['media/val/seen', 'media'],
      ['media/rows', 'table'],
      ['media/grown', 'table'],
    ]);
    expect(panels[1]?.settings).toEqual({ keys: ['val/seen'] });
  });
});
