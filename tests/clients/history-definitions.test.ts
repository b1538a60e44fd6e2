import { definitionOfKey } from '@runloom/model';
import { expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

it.each(['', 'derived'])(
  'define_metric gives axes, hidden keys and summaries (%s)',
  async (mode) => {
    const run = `defined-${mode || 'client'}`;
    const outcome = await stage.machine.run('defines_metrics.py', { args: [run, mode] });
    expect(outcome.code, outcome.output).toBe(0);
    const view = await stage.api.run({ entity: 'admin', project: 'defined', run });

    const definitions = view.metricDefinitions;
    expect(definitionOfKey(definitions, 'epoch')).toMatchObject({ hidden: true, stepMetric: null });
    expect(definitionOfKey(definitions, 'val/loss')).toMatchObject({
      stepMetric: 'epoch',
      summary: ['min', 'max'],
    });
    expect(definitionOfKey(definitions, 'dotted.name')).toMatchObject({ stepMetric: 'epoch' });
    expect(definitionOfKey(definitions, 'plain')).toBeNull();

    expect(view.summary).toMatchObject({
      epoch: 4,
      'val/loss': { min: 1, max: 10 },
      acc: { max: 9, mean: 4.3, first: 3, last: 5 },
      plain: 18,
      nest: { a: 9 },
      by_hand: 'kept',
      _step: 9,
    });
    expect(view.summary).not.toHaveProperty('secret');
    const byClient = await stage.machine.read(`admin/defined/${run}`);
    expect(byClient.summary.get('acc')).toEqual(
      new Map([
        ['first', 3],
        ['last', 5],
        ['max', 9],
        ['mean', 4.3],
      ]),
    );
  },
);
