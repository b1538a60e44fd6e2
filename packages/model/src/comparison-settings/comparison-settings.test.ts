import { describe, expect, it } from 'vitest';
import {
  CodeComparerSettings,
  CustomChartSettings,
  customChartOf,
  MarkdownSettings,
  MediaSettings,
  RunComparerSettings,
  TableSettings,
} from './index.ts';

describe('settings of panels that compare', () => {
  it.each([
    ['run comparer', RunComparerSettings],
    ['code comparer', CodeComparerSettings],
    ['media browser', MediaSettings],
    ['table', TableSettings],
    ['custom chart', CustomChartSettings],
    ['Markdown', MarkdownSettings],
  ])('of a new %s are read from nothing, and their defaults from themselves', (_, schema) => {
    const fresh = schema.parse({});
    expect(schema.parse(JSON.parse(JSON.stringify(fresh)))).toEqual(fresh);
  });
});

/** As `wandb.plot.roc_curve` of the client 0.31 writes it. */
const ROC = {
  panelDefId: 'wandb/area-under-curve/v0',
  fieldSettings: { x: 'fpr', y: 'tpr', class: 'class' },
  stringSettings: { title: 'ROC', 'x-axis-title': 'False positive rate' },
  transform: { name: 'tableWithLeafColNames' },
  userQuery: {
    queryFields: [
      {
        name: 'runSets',
        args: [{ name: 'runSets', value: '${runSets}' }],
        fields: [
          { name: 'id', fields: [] },
          { name: 'name', fields: [] },
          { name: '_defaultColorIndex', fields: [] },
          { name: 'summaryTable', args: [{ name: 'tableKey', value: 'roc_table' }], fields: [] },
        ],
      },
    ],
  },
};

describe('customChartOf', () => {
  it('reads the chart that a script logged', () => {
    expect(customChartOf(ROC)).toEqual({
      definition: 'wandb/area-under-curve/v0',
      spec: '',
      fields: { x: 'fpr', y: 'tpr', class: 'class' },
      strings: { title: 'ROC', 'x-axis-title': 'False positive rate' },
      data: { config: [], summary: [], history: [], summaryTable: 'roc_table', historyTable: '' },
    });
  });

  it('reads keys of summaries and histories, listed or below', () => {
    const fields = [
      { name: 'summary', args: [{ name: 'keys', value: ['acc', '', 3] }] },
      { name: 'history', args: null, fields: [{ name: 'loss' }, { name: '_step', args: [] }] },
      { name: 'historyTable', args: [{ name: 'tableKey', value: 't' }] },
    ];
    const settings = customChartOf({
      panelDefId: 'x',
      userQuery: { queryFields: [{ name: 'runSets', fields }] },
    });
    expect(settings?.data).toMatchObject({
      summary: ['acc'],
      history: ['loss', '_step'],
      historyTable: 't',
    });
  });

  it('is null for anything else', () => {
    for (const value of [null, 1, [], {}, { panelDefId: 1 }, { ...ROC, userQuery: 'x' }]) {
      expect(customChartOf(value)).toBeNull();
    }
  });
});
