import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { createTraceServer, type TraceServer, weaveEnvironment } from '../support/weave.ts';

const KILLS = 3;
const PROJECT = 'admin/killed';

let server: TestServer;
let machine: ClientMachine;
let traces: TraceServer;

beforeEach(async () => {
  server = await TestServer.start();
  machine = await createClientMachine(server);
  traces = createTraceServer(server);
});
afterEach(async () => {
  await machine.dispose();
  await server.dispose();
});

/** Sends a request until it is acknowledged, as clients do; a status they give up on ends the test. */
async function sendSurely(path: string, body: unknown): Promise<void> {
  for (;;) {
    const answer = await traces.post(path, body).catch(() => null);
    if (answer?.status === 200) return;
    if (answer !== null && answer.status < 500 && answer.status !== 429) {
      throw new Error(`The client would give up on ${answer.status}: ${answer.text}`);
    }
    await delay(50);
  }
}

describe('a server killed with SIGKILL while calls come in', () => {
  it(`${KILLS} times keeps each call that was acknowledged, whole, once`, async () => {
    const acknowledged = new Set<number>();
    let isOver = false;
    const whole = (n: number) => ({
      project_id: PROJECT,
      id: `call-${n}`,
      trace_id: `trace-${n}`,
      op_name: 'op',
      started_at: new Date(1_700_000_000_000 + n).toISOString(),
      ended_at: new Date(1_700_000_000_001 + n).toISOString(),
      inputs: { n },
      output: n * n,
      attributes: {},
      summary: {},
    });
    const sender = async (first: number): Promise<void> => {
      for (let from = first; !isOver; from += 400) {
        const numbers = Array.from({ length: 100 }, (_, index) => from + index);
        if (first === 300) {
          // As the npm client does: the start in one request, the end in another.
          const start = numbers.map(whole).map(({ ended_at, output, summary, ...start }) => ({
            mode: 'start',
            req: { start },
          }));
          const end = numbers.map(whole).map(({ project_id, id, ended_at, output, summary }) => ({
            mode: 'end',
            req: { end: { project_id, id, ended_at, output, summary } },
          }));
          await sendSurely('/call/upsert_batch', { batch: end });
          await sendSurely('/call/upsert_batch', { batch: start });
        } else {
          await sendSurely(`/v2/${PROJECT}/calls/complete`, { batch: numbers.map(whole) });
        }
        for (const number of numbers) acknowledged.add(number);
      }
    };
    const sending = [0, 100, 200, 300].map(sender);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledged.size;
      await waitFor(() => acknowledged.size > before + 1_000, {
        until: 'calls are coming in',
        intervalMs: 3 + kill * 5,
      });
      await (kill % 2 === 0 ? server.kill() : server.killTree());
      await server.start();
    }
    isOver = true;
    await Promise.all(sending);

    const lines = await traces.lines('/calls/stream_query', { project_id: PROJECT });
    const kept = new Map(lines.map((call) => [call['id'], call]));
    expect(kept.size).toBe(lines.length);
    expect(kept.size).toBe(acknowledged.size);
    for (const n of acknowledged) {
      expect(kept.get(`call-${n}`)).toMatchObject({
        inputs: { n },
        output: n * n,
        summary: { weave: { status: 'success', latency_ms: 1 } },
      });
    }
  });

  it('while the real client logs, loses none of its calls', { timeout: 240_000 }, async () => {
    const stop = join(machine.directory, 'stop');
    const client = machine.start('weave_slow.py', {
      args: [PROJECT, stop],
      env: weaveEnvironment(machine),
    });
    const count = async (): Promise<number> => {
      const answer = await traces.post('/calls/query_stats', { project_id: PROJECT });
      return answer.status === 200 ? (JSON.parse(answer.text) as { count: number }).count : 0;
    };
    const waitForMoreThan = (most: number) =>
      waitFor(async () => ((await count()) > most ? count() : null), {
        until: `more than ${most} calls have come in`,
        timeoutMs: 90_000,
      });
    let seen = 0;
    for (let kill = 0; kill < 2; kill += 1) {
      seen = await waitForMoreThan(seen + 50);
      await server.kill();
      await server.start();
      expect(await count()).toBeGreaterThanOrEqual(seen);
    }
    // A client that ends gives up what it is trying to send: it goes on until it gets through.
    await waitForMoreThan(seen + 50);
    writeFileSync(stop, '');
    const { code, output } = await client.ended;
    expect(code, output).toBe(0);
    const logged = Number(/^LOGGED (\d+)$/m.exec(output)?.[1]);
    const lines = await traces.lines('/calls/stream_query', { project_id: PROJECT });
    const numbers = lines.map((call) => (call['inputs'] as { n: number }).n).sort((a, b) => a - b);
    expect(numbers, output).toEqual(Array.from({ length: logged }, (_, n) => n));
  });
});
