import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { protobufRequest } from '../../packages/server/src/protocols/otlp/otlp.testing.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { createTraceServer } from '../support/weave.ts';

const KILLS = 3;
const SPANS = 50;
const PROJECT = 'admin/killed';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.dispose());

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** One trace a request. */
const traceOf = (trace: number): Buffer =>
  protobufRequest(
    Array.from({ length: SPANS }, (_, at) => ({
      traceId: hex(trace + 1, 32),
      spanId: hex(trace * SPANS + at + 1, 16),
      parentSpanId: at === 0 ? '' : hex(trace * SPANS + 1, 16),
      name: 'step',
      startNanos: 1_700_000_000_000_000_000n + BigInt(trace * SPANS + at) * 1_000_000n,
      endNanos: 1_700_000_001_000_000_000n + BigInt(trace * SPANS + at) * 1_000_000n,
      attributes: { 'input.value': `in ${trace} ${at}`, 'output.value': `out ${trace} ${at}` },
    })),
    { 'service.name': 'killed' },
  );

/** As an exporter does: what is not answered, or by 429, 502, 503 or 504, is sent again; all else is lost. */
async function exportSurely(body: Buffer): Promise<void> {
  for (;;) {
    const answer = await fetch(`${server.url}/otel/v1/traces`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        authorization: `Bearer ${server.adminKey}`,
        project_id: PROJECT,
      },
      body: new Uint8Array(body),
    }).catch(() => null);
    if (answer?.status === 200) return;
    if (answer !== null && ![429, 502, 503, 504].includes(answer.status)) {
      throw new Error(`An exporter would give up on ${answer.status}: ${await answer.text()}`);
    }
    await delay(50);
  }
}

it('a server killed with SIGKILL while spans come in keeps each that was acknowledged, whole, once', async () => {
  const acknowledged: number[] = [];
  let isOver = false;
  const exporter = async (first: number): Promise<void> => {
    for (let trace = first; !isOver; trace += 3) {
      await exportSurely(traceOf(trace));
      acknowledged.push(trace);
    }
  };
  const exporting = [0, 1, 2].map(exporter);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = acknowledged.length;
    await waitFor(() => acknowledged.length > before + 8, {
      until: 'spans are coming in',
      intervalMs: 3 + kill * 5,
    });
    await (kill % 2 === 0 ? server.kill() : server.killTree());
    await server.start();
  }
  isOver = true;
  await Promise.all(exporting);

  const asked = { project_id: PROJECT, columns: ['inputs', 'output'] };
  const lines = await createTraceServer(server).lines('/calls/stream_query', asked);
  const kept = new Map(lines.map((call) => [call['id'], call]));
  expect(kept.size).toBe(lines.length);
  expect(kept.size).toBe(acknowledged.length * SPANS);
  for (const trace of acknowledged) {
    for (let at = 0; at < SPANS; at += 1) {
      expect(kept.get(hex(trace * SPANS + at + 1, 16))).toMatchObject({
        trace_id: hex(trace + 1, 32),
        inputs: { input: `in ${trace} ${at}` },
        output: `out ${trace} ${at}`,
      });
    }
  }
});
