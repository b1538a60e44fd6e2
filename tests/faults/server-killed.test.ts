import type { ExactJson } from '@runloom/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { createSender, rowOf } from '../support/sender.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

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

describe('a server killed with SIGKILL under load', () => {
  it(`${KILLS} times, in the middle of requests of several runs, keeps each acknowledged row once`, async () => {
    const api = createApi(server.url, server.adminKey);
    const wire = createWire(server.url, server.adminKey);
    const addresses = ['a', 'b', 'c', 'd'].map((run) => ({ ...ADDRESS, run }));
    const senders = addresses.map((address) => createSender(wire, address));
    for (const address of addresses) await wire.createRun(address);
    const acknowledged = (): number =>
      senders.reduce((sum, sender) => sum + sender.acknowledged.size, 0);

    let isOver = false;
    const sending = senders.map(async (sender) => {
      for (let step = 0; !isOver; step += 100) {
        await sender.send(Array.from({ length: 100 }, (_, index) => rowOf(step + index)));
      }
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledged();
      await waitFor(() => acknowledged() > before + 2000, {
        until: 'the senders are under way',
        intervalMs: 1 + kill * 7,
      });
      await (kill % 2 === 0 ? server.killTree() : server.kill());
      await server.start();
    }
    isOver = true;
    await Promise.all(sending);

    for (const [index, address] of addresses.entries()) {
      const count = senders[index]?.acknowledged.size ?? 0;
      const rows = await api.history(address);
      expect(rows.map((row) => [row.get('_step'), row.get('squared')])).toEqual(
        Array.from({ length: count }, (_, step) => [step, step * step]),
      );
      expect(await api.run(address)).toMatchObject({
        lastStep: count - 1,
        historyLineCount: count,
        deadLetterCount: 0,
      });
      const { series } = await api.series(address.entity, address.project, {
        runs: [address.run],
        keys: ['half'],
        buckets: 20,
      });
      expect(series[0]?.count).toBe(count);
    }
  });
});
