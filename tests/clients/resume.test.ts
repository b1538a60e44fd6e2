import { describe, expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const inProject = (run: string) => ({ entity: 'admin', project: 'resumed', run });

describe('resuming a run', () => {
  it('with resume="must" goes on at the next step and keeps what was there', async () => {
    const address = inProject('must-1');
    const first = await stage.machine.run('resumed.py', { args: [address.run, 'none', '5'] });
    expect(first.output).toContain('starts at step 0, resumed: False');
    const second = await stage.machine.run('resumed.py', { args: [address.run, 'must', '4'] });
    expect(second.output).toContain('starts at step 5, resumed: True');
    expect(second.code).toBe(0);
    expect(complaintsIn(second.output)).toEqual([]);

    const rows = await stage.api.history(address);
    expect(rows.map((row) => [row.get('_step'), row.get('squared')])).toEqual(
      Array.from({ length: 9 }, (_, step) => [step, step * step]),
    );
    const run = await stage.api.run(address);
    expect(run).toMatchObject({ state: 'finished', lastStep: 8, historyLineCount: 9 });
    expect(run.config).toMatchObject({ from_none: true, from_must: true });
    expect((await stage.api.runs('admin', 'resumed')).runs.map((each) => each.name)).toContain(
      'must-1',
    );

    const { lines } = await stage.api.console(address);
    const printed = lines
      .map((line) => line.text)
      .filter((text) => text.startsWith('line of step'));
    expect(printed).toEqual(Array.from({ length: 9 }, (_, step) => `line of step ${step}`));

    const byClient = await stage.machine.read('admin/resumed/must-1');
    expect(byClient.scan).toEqual(rows);
    expect(byClient.summary.get('squared')).toBe(64);
  });

  it('with resume="must" is refused by the client when there is no such run', async () => {
    const outcome = await stage.machine.run('resumed.py', { args: ['absent-1', 'must', '1'] });
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toMatch(
      /UsageError: .*(resume='must'|not been initialized|does not exist)/s,
    );
    const { runs } = await stage.api
      .runs('admin', 'resumed')
      .catch(() => ({ runs: [] as { name: string }[] }));
    expect(runs.map((run) => run.name)).not.toContain('absent-1');
  });

  it('with resume="allow" starts a new run and goes on with an old one', async () => {
    const address = inProject('allow-1');
    const first = await stage.machine.run('resumed.py', { args: [address.run, 'allow', '3'] });
    expect(first.output).toContain('starts at step 0, resumed: False');
    const second = await stage.machine.run('resumed.py', { args: [address.run, 'allow', '3'] });
    expect(second.output).toContain('starts at step 3, resumed: True');

    const rows = await stage.api.history(address);
    expect(rows.map((row) => row.get('value'))).toEqual([0, 1, 2, 3, 4, 5]);
    const byClient = await stage.machine.read('admin/resumed/allow-1');
    expect(byClient.scan).toEqual(rows);
  });

  it('with resume="never" is refused when the run is there', async () => {
    const address = inProject('never-1');
    expect(
      (await stage.machine.run('resumed.py', { args: [address.run, 'never', '2'] })).code,
    ).toBe(0);
    const again = await stage.machine.run('resumed.py', { args: [address.run, 'never', '2'] });
    expect(again.code).not.toBe(0);
    expect(await stage.api.history(address)).toHaveLength(2);
  });
});
