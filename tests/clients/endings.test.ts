import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage({ env: { RUNLOOM_RUN_TIMEOUT_SECONDS: '4' } });
const inTroubles = (run: string) => ({ entity: 'admin', project: 'troubles', run });

describe('a script that does not end well', () => {
  it('and raises leaves a failed run with its rows and its traceback', async () => {
    const outcome = await stage.machine.run('raises.py', { args: ['raises-1'] });
    expect(outcome.code).toBe(1);

    const address = inTroubles('raises-1');
    expect(await stage.api.run(address)).toMatchObject({
      state: 'failed',
      exitCode: 1,
      lastStep: 4,
    });
    expect(await stage.api.history(address)).toHaveLength(5);
    const { lines } = await stage.api.console(address);
    const errors = lines.filter((line) => line.level === 'error').map((line) => line.text);
    expect(errors.join('\n')).toContain('ValueError: the data loader found no files');

    const byClient = await stage.machine.read('admin/troubles/raises-1');
    expect(byClient.state).toBe('failed');
    expect(byClient.scan).toHaveLength(5);
  });

  it('and is killed with SIGKILL leaves a crashed run with what it had sent', async () => {
    const address = inTroubles('killed-1');
    const client = stage.machine.start('killed.py', {
      args: [address.run],
      env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1', WANDB_HEARTBEAT_SECONDS: '1' },
    });
    await client.waitForOutput(/logged 20 steps/);
    await waitFor(async () => (await stage.api.run(address)).lastStep === 19, {
      until: 'the server has all 20 steps',
    });
    expect(await stage.api.run(address)).toMatchObject({ state: 'running', exitCode: null });
    client.child.kill('SIGKILL');
    expect(await client.ended).toMatchObject({ signal: 'SIGKILL' });

    await waitFor(async () => (await stage.api.run(address)).state === 'crashed', {
      until: 'the run is marked as crashed',
      timeoutMs: 60_000,
    });
    expect(await stage.api.history(address)).toHaveLength(20);
    const byClient = await stage.machine.read('admin/troubles/killed-1');
    expect(byClient.state).toBe('crashed');
    expect(byClient.scan).toHaveLength(20);
  });

  it('and loses its machine after it said so leaves a preempted run', async () => {
    const address = inTroubles('preempted-1');
    const client = stage.machine.start('preempted.py', {
      args: [address.run],
      env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1' },
    });
    await client.waitForOutput(/marked as preempting/);
    await waitFor(async () => (await stage.api.run(address)).state === 'preempting', {
      until: 'the server knows that the machine goes away',
    });
    client.child.kill('SIGKILL');
    await client.ended;
    await waitFor(async () => (await stage.api.run(address)).state === 'preempted', {
      until: 'the run is marked as preempted',
      timeoutMs: 60_000,
    });
    expect((await stage.machine.read('admin/troubles/preempted-1')).state).toBe('preempted');
  });

  it.each([
    ['0', 'finished', 0],
    ['3', 'failed', 3],
    ['interrupt', 'killed', 255],
  ])('or with the exit code %s is %s', async (how, state, exitCode) => {
    const address = inTroubles(`exits-${how}`);
    await stage.machine.run('exits.py', { args: [address.run, how] });
    expect(await stage.api.run(address)).toMatchObject({ state, exitCode, lastStep: 0 });
  });

  it('and is stopped from the web ends as the client reports it', async () => {
    const address = inTroubles('stopped-1');
    const client = stage.machine.start('killed.py', {
      args: [address.run],
      env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1', WANDB_HEARTBEAT_SECONDS: '1' },
    });
    await client.waitForOutput(/logged 20 steps/);
    const answer = await stage.api.send('POST', '/api/v1/runs/admin/troubles/stopped-1/stop', {});
    expect(answer.status).toBeLessThan(300);
    // The client looks every 15 seconds.
    expect((await client.ended).code).not.toBe(0);
    const run = await stage.api.run(address);
    expect(['failed', 'killed']).toContain(run.state);
    expect(run.historyLineCount).toBe(20);
  });
});
