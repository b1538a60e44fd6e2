import type { ExactJson } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();
const inProject = (run: string) => ({ entity: 'admin', project: 'steps', run });

const plain = (rows: readonly ReadonlyMap<string, ExactJson>[]) =>
  rows.map((row) => Object.fromEntries(row));

describe('steps that come again or go down', () => {
  it('from the real client are the rows that it keeps', async () => {
    const { code, output } = await stage.machine.run('steps.py', { args: ['by-client'] });
    expect(code, output).toBe(0);
    expect(output).toMatch(/step 3 .*less than .*current step|must be monotonically increasing/);
    const rows = [
      { _step: 5, a: 2, b: 3 },
      { _step: 6, a: 4, c: 5 },
      { _step: 7, a: 7 },
    ];
    expect(JSON.parse(/^STEPS (.*)$/m.exec(output)?.[1] ?? '')).toEqual({ rows, last: 7, a: 7 });
    const ours = await stage.api.history(inProject('by-client'));
    expect(plain(ours).map(({ _timestamp, _runtime, ...row }) => row)).toEqual(rows);
  });

  it('as bytes are all kept, in the order of the steps, the last one of each', async () => {
    const address = inProject('by-bytes');
    const wire = createWire(stage.server.url, stage.server.adminKey);
    await wire.createRun(address);
    const sent = [
      ['{"_step":5,"a":5}', '{"_step":3,"a":3,"b":"x"}', '{"_step":3,"a":33}', '{"_step":9,"a":9}'],
      [
        '{"_step":4,"a":NaN}',
        '{"_step":9,"a":99,"late":true}',
        '{"_step":-2,"a":9007199254740993}',
      ],
      ['{"_step":8,"a":8}', '{"_step":7,"a":7}', '{"_step":6,"a":6}'],
    ];
    let offset = 0;
    for (const lines of sent) {
      expect((await wire.postRows(address, offset, lines)).status).toBe(200);
      offset += lines.length;
    }
    await wire.post(address, { complete: true, exitcode: 0 });
    const kept = [
      { _step: -2, a: 9007199254740993n },
      { _step: 3, a: 33 },
      { _step: 4, a: Number.NaN },
      { _step: 5, a: 5 },
      { _step: 6, a: 6 },
      { _step: 7, a: 7 },
      { _step: 8, a: 8 },
      { _step: 9, a: 99, late: true },
    ];
    expect(plain(await stage.api.history(address))).toEqual(kept);
    const run = await stage.api.run(address);
    expect(run).toMatchObject({ historyLineCount: kept.length, lastStep: 9, deadLetterCount: 0 });

    // The client's own reader begins at step 0.
    const byClient = await stage.machine.read('admin/steps/by-bytes', { keys: ['a', 'late'] });
    expect(plain(byClient.scan)).toEqual(kept.slice(1));
    expect(plain(byClient.scanOfKeys)).toEqual([{ _step: 9, a: 99, late: true }]);
    expect(byClient.lastStep).toBe(9);
  });
});
