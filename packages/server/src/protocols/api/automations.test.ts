import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
let eve: string;
let inside: Server;

const send = (method: string, path: string, body?: unknown, key = ada) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });
const threshold = (name: string, value: number) =>
  JSON.stringify({
    run_filter: '{}',
    run_metric_filter: {
      threshold_filter: { name, agg_op: null, window_size: 1, cmp_op: '$gt', threshold: value },
    },
  });

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  eve = await room.user('eve');
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r1' });
  const rows = [1, 5, 2].map((loss, step) => JSON.stringify({ loss, _step: step }));
  await room.stream(ada, 'ada/looms/r1', historyBody(0, rows));
  inside = createServer((_request, response) => response.end('inside'));
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(async () => {
  inside.close();
  await room.close();
});

describe('a trial', () => {
  it('says what would be sent for the values that are there, and sends nothing', async () => {
    const secret = await send('PUT', '/entities/ada/secrets/SIGNING', { value: 'a-secret-value' });
    expect(secret.status).toBe(201);
    const { json: hook } = await send('POST', '/entities/ada/integrations', {
      kind: 'webhook',
      name: 'ci',
      url: 'https://ci.example.com/hook',
      secretName: 'SIGNING',
      accessTokenName: 'SIGNING',
    });
    const { json, text, status } = await send('POST', '/automations/trial', {
      entity: 'ada',
      project: 'looms',
      eventType: 'RUN_METRIC',
      eventFilter: threshold('loss', 4),
      action: {
        type: 'GENERIC_WEBHOOK',
        integrationId: hook.id,
        payload: '{"run":"${run_id}","value":"${metric_value}","key":"${ACCESS_TOKEN}"}',
      },
    });
    expect(status, text).toBe(200);
    expect(json).toMatchObject({
      subject: 'ada/looms/runs/r1',
      isInvented: false,
      looks: [{ holds: true, reason: 'loss > 4: it is 5 (step 1)' }],
      call: { to: 'https://ci.example.com/hook', problem: null },
    });
    expect(JSON.parse(json.call.body)).toEqual({ run: 'r1', value: '5', key: '••••••••' });
    expect(text).not.toContain('a-secret-value');
    expect((await send('GET', '/projects/ada/looms/automations')).json.automations).toEqual([]);
  });

  it('says when nothing sets it off, and what is wrong with what was written', async () => {
    const draft = { entity: 'ada', project: 'looms', action: { type: 'NO_OP' } };
    const high = await send('POST', '/automations/trial', {
      ...draft,
      eventType: 'RUN_METRIC',
      eventFilter: threshold('loss', 99),
    });
    expect(high.json).toMatchObject({
      isInvented: true,
      looks: [{ holds: false, reason: 'The condition never held over the 3 values of loss' }],
    });
    const none = await send('POST', '/automations/trial', {
      ...draft,
      eventType: 'LINK_MODEL',
      eventFilter: '{}',
    });
    expect(none.json).toMatchObject({ isInvented: true, call: null });
    const broken = await send('POST', '/automations/trial', {
      ...draft,
      eventType: 'RUN_METRIC',
      eventFilter: '{"run_filter"',
    });
    expect([broken.status, broken.json.error.message]).toEqual([
      400,
      expect.stringContaining('The filter is not JSON'),
    ]);
  });

  it('tells a stranger nothing', async () => {
    const draft = { eventType: 'RUN_STATE', eventFilter: '{}', action: { type: 'NO_OP' } };
    const inProject = { ...draft, entity: 'ada', project: 'looms' };
    expect((await send('POST', '/automations/trial', inProject, eve)).status).toBe(404);
    const ofOwner = { ...draft, entity: 'ada' };
    expect((await send('POST', '/automations/trial', ofOwner, eve)).status).toBe(404);
  });
});

describe('an execution', () => {
  it('that the guard refuses says why, is not tried again, and can be sent once more', async () => {
    // By a name: what it leads to is known only when it is called.
    const { port } = inside.address() as AddressInfo;
    const { json: hook } = await send('POST', '/entities/ada/integrations', {
      kind: 'webhook',
      name: 'inside',
      url: `http://localhost:${port}/hook`,
    });
    const made = await send('POST', '/projects/ada/looms/automations', {
      name: 'on failure',
      eventType: 'RUN_STATE',
      eventFilter: JSON.stringify({
        run_filter: '{}',
        run_state_filter: { states: ['FAILED', 'RUNNING'] },
      }),
      action: { type: 'GENERIC_WEBHOOK', integrationId: hook.id, payload: null },
    });
    expect(made.json).toMatchObject({ lastExecution: null, canWrite: true });
    const path = `/automations/${made.json.id}`;
    await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r2' });
    const done = await until(async () => {
      const { json } = await send('GET', path);
      return json.lastExecution?.state === 'failed' ? json.lastExecution : null;
    });
    expect(done).toMatchObject({ attempts: 1, nextAttemptAt: null });
    const detail = await send('GET', `${path}/executions/${done.id}`);
    expect(detail.json).toMatchObject({
      tries: [{ number: 1, ok: false, detail: expect.stringContaining('private network') }],
      call: { to: `http://localhost:${port}/hook` },
    });
    const again = await send('POST', `${path}/executions/${done.id}/resend`);
    expect([again.status, again.json]).toMatchObject([201, { resentOf: done.id, resentBy: 'ada' }]);
    expect(
      (await send('POST', `${path}/executions/${done.id}/resend`, undefined, eve)).status,
    ).toBe(404);
    expect((await send('GET', `${path}/executions/999999`)).status).toBe(404);
    const { json: list } = await send('GET', `${path}/executions`);
    expect(list.executions).toHaveLength(2);
  });
});

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
