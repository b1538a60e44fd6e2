import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const inProject = (run: string) => ({ entity: 'admin', project: 'shared', run });

describe('a run that several processes write to', () => {
  it('has the rows, lines and summaries of all of them', async () => {
    const outcome = await stage.machine.run('shared.py', { args: ['shared-1', '3', '8'] });
    expect(outcome.code, outcome.output).toBe(0);
    const run = await stage.api.run(inProject('shared-1'));
    expect(run).toMatchObject({ state: 'finished', historyLineCount: 24 });

    const rows = await stage.api.history(inProject('shared-1'));
    expect(rows).toHaveLength(24);
    for (const rank of [0, 1, 2]) {
      const own = rows.flatMap((row) => row.get(`loss/rank_${rank}`) ?? []);
      expect(own).toEqual(Array.from({ length: 8 }, (_, step) => step + rank / 10));
      expect(run.summary[`loss/rank_${rank}`]).toBe(7 + rank / 10);
      expect(run.config[`rank_${rank}`]).toBe(rank);
    }
    const { lines } = await stage.api.console(inProject('shared-1'));
    for (const rank of [0, 1, 2]) {
      const own = lines.filter((line) => line.label === `rank_${rank}`).map((line) => line.text);
      const printed = own.filter((text) => /^rank \d line/.test(text));
      expect(printed).toEqual(Array.from({ length: 8 }, (_, step) => `rank ${rank} line ${step}`));
    }
    const byClient = await stage.machine.read('admin/shared/shared-1', { keys: ['everyone'] });
    expect(byClient.scan).toHaveLength(24);
    expect(byClient.history).toHaveLength(24);
    expect(byClient.scanOfKeys).toHaveLength(24);
  });
});
