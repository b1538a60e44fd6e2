import type { ExactJson } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();

/** The numbers of one key over all rows. */
const column = (
  rows: readonly ReadonlyMap<string, ExactJson>[],
  key: string,
): (ExactJson | undefined)[] => rows.map((row) => row.get(key));

describe('a training script, unmodified', () => {
  it('with numpy is kept row by row, with its config, tags, notes, group and job type', async () => {
    const address = { entity: 'admin', project: 'numpy-training', run: 'numpy-1' };
    const outcome = await stage.machine.run('numpy_training.py', {
      args: ['--run-id', address.run, '--steps', '50'],
    });
    expect(outcome.output).toContain(`${stage.server.url}/admin/numpy-training/runs/numpy-1`);
    expect(outcome).toMatchObject({ code: 0 });
    expect(complaintsIn(outcome.output)).toEqual([]);

    const run = await stage.api.run(address);
    expect(run).toMatchObject({
      name: 'numpy-1',
      displayName: 'numpy baseline',
      state: 'finished',
      exitCode: 0,
      tags: ['baseline', 'numpy'],
      notes: 'first attempt, plain gradient descent',
      group: 'group-a',
      jobType: 'train',
      lastStep: 49,
      historyLineCount: 50,
      deadLetterCount: 0,
      user: 'admin',
    });
    expect(run.config).toMatchObject({
      learning_rate: 0.1,
      steps: 50,
      model: { kind: 'logistic', features: 4 },
      finished_by: 'the loop',
    });
    expect(run.config).not.toHaveProperty('_wandb');
    expect(run.command).toContain('numpy_training.py');

    const rows = await stage.api.history(address);
    expect(column(rows, '_step')).toEqual(Array.from({ length: 50 }, (_, step) => step));
    const losses = column(rows, 'train/loss');

    const { series } = await stage.api.series('admin', 'numpy-training', {
      runs: ['numpy-1'],
      keys: ['train/loss', 'weights.first'],
    });
    expect(series.map(({ key, count, kind }) => ({ key, count, kind }))).toEqual([
      { key: 'train/loss', count: 50, kind: 'points' },
      { key: 'weights.first', count: 50, kind: 'points' },
    ]);
    expect(series[0]).toMatchObject({ x: column(rows, '_step'), value: losses });

    const byClient = await stage.machine.read('admin/numpy-training/numpy-1', {
      keys: ['_step', 'train/loss'],
    });
    expect(byClient).toMatchObject({
      name: 'numpy baseline',
      state: 'finished',
      tags: ['baseline', 'numpy'],
      notes: 'first attempt, plain gradient descent',
      group: 'group-a',
      jobType: 'train',
      lastStep: 49,
    });
    expect(byClient.config.get('learning_rate')).toBe(0.1);
    expect(byClient.summary.get('train/loss')).toBe(losses.at(-1));
    expect(byClient.summary.get('best_accuracy')).toBe(run.summary['best_accuracy']);
    expect(column(byClient.history, 'train/loss')).toEqual(losses);
    expect(column(byClient.scan, 'train/loss')).toEqual(losses);
    expect(column(byClient.scanOfKeys, 'train/loss')).toEqual(losses);
  });

  it('with scikit-learn shows every epoch to both sides', async () => {
    const address = { entity: 'admin', project: 'sklearn-digits', run: 'digits-1' };
    expect(await stage.machine.run('sklearn_digits.py', { args: [address.run] })).toMatchObject({
      code: 0,
    });

    const run = await stage.api.run(address);
    expect(run).toMatchObject({ state: 'finished', lastStep: 11, historyLineCount: 12 });
    const accuracies = column(await stage.api.history(address), 'test/accuracy');
    expect(accuracies).toHaveLength(12);
    expect(accuracies.at(-1)).toBeGreaterThan(0.9);
    expect(run.summary['test/accuracy']).toBe(accuracies.at(-1));

    const byClient = await stage.machine.read('admin/sklearn-digits/digits-1');
    expect(byClient.state).toBe('finished');
    expect(column(byClient.scan, 'test/accuracy')).toEqual(accuracies);
    const console = await stage.api.console(address);
    expect(console.lines.map((line) => line.text).join('\n')).toContain('final accuracy 0.9');
  });

  it("with LightGBM and W&B's own callback shows every boosting round", async () => {
    const address = { entity: 'admin', project: 'lightgbm-cancer', run: 'cancer-1' };
    expect(await stage.machine.run('lightgbm_cancer.py', { args: [address.run] })).toMatchObject({
      code: 0,
    });

    expect(await stage.api.run(address)).toMatchObject({ state: 'finished' });
    const rows = await stage.api.history(address);
    const losses = column(rows, 'validation_binary_logloss').filter((loss) => loss !== undefined);
    expect(losses).toHaveLength(15);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);

    const byClient = await stage.machine.read('admin/lightgbm-cancer/cancer-1');
    expect(byClient.scan).toEqual(rows);
    expect(byClient.config.get('num_leaves')).toBe(7);
  });
});
