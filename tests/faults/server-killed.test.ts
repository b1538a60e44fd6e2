import type { ExactJson } from '@runloom/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';

const STEPS = 3000;
const KILLS = 5;
const ADDRESS = { entity: 'admin', project: 'killed', run: 'survivor' };

let server: TestServer;
let machine: ClientMachine;

beforeEach(async () => {
  server = await TestServer.start();
  machine = await createClientMachine(server);
});
afterEach(async () => {
  await machine.dispose();
  await server.dispose();
});

describe('a server killed with SIGKILL while a real client logs', () => {
  it(`${KILLS} times, and started again on its data, loses nothing and doubles nothing`, {
    timeout: 300_000,
  }, async () => {
    const api = createApi(server.url, server.adminKey);
    const client = machine.start('slow_training.py', {
      args: [ADDRESS.project, ADDRESS.run, String(STEPS), '0.01'],
      env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1' },
    });
    await client.waitForOutput(/logged step 100/);

    let durable = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // In mid-run: more has come in since the last time, and the client is still logging.
      durable = await waitFor(
        async () => {
          const { lastStep } = await api.run(ADDRESS);
          return lastStep !== null && lastStep > durable ? lastStep : null;
        },
        { until: 'new rows are durable', timeoutMs: 60_000 },
      );
      // With its engine, as an out-of-memory kill of the group; or alone, as `kill -9` does.
      await (kill % 2 === 0 ? server.kill() : server.killTree());
      await server.start();
      const { lastStep } = await api.run(ADDRESS);
      expect(lastStep).toBeGreaterThanOrEqual(durable);
    }
    const outcome = await client.ended;
    expect(outcome.output).not.toMatch(/Fatal error|will not be synced/);
    expect(outcome.code).toBe(0);

    const expected = Array.from({ length: STEPS }, (_, step) => [step, step * step]);
    const pairs = (rows: readonly ReadonlyMap<string, ExactJson>[]): unknown[] =>
      rows.map((row) => [row.get('_step'), row.get('step_squared')]);
    expect(pairs(await api.history(ADDRESS))).toEqual(expected);
    const byClient = await machine.read('admin/killed/survivor', {
      keys: ['_step', 'step_squared'],
    });
    expect(pairs(byClient.scan)).toEqual(expected);
    expect(pairs(byClient.scanOfKeys)).toEqual(expected);

    const { series } = await api.series('admin', 'killed', {
      runs: [ADDRESS.run],
      keys: ['step_squared', 'sine'],
      buckets: 100,
    });
    expect(series.map((each) => each.count)).toEqual([STEPS, STEPS]);
    expect(await api.run(ADDRESS)).toMatchObject({
      state: 'finished',
      lastStep: STEPS - 1,
      historyLineCount: STEPS,
      deadLetterCount: 0,
    });
    const { lines } = await api.console(ADDRESS);
    const printed = lines.map((line) => line.text).filter((text) => text.startsWith('logged step'));
    expect(printed).toEqual(
      Array.from({ length: STEPS / 100 }, (_, index) => `logged step ${index * 100}`),
    );
  });
});
