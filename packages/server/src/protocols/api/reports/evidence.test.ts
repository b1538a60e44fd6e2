import { newBlockId } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody } from '../room.testing.ts';
import { recordedRoutes } from './evidence-allow-list.ts';
import { openTeam, type ReportTeam } from './reports.testing.ts';

let room: ReportTeam['room'];
let ada: ReportTeam['ada'];
let vic: ReportTeam['vic'];
let eve: ReportTeam['eve'];
let call: ReportTeam['call'];
let makeReport: ReportTeam['makeReport'];

beforeAll(async () => {
  ({ room, ada, vic, eve, call, makeReport } = await openTeam());
});
afterAll(() => room.close());

describe('evidence', () => {
  const BLOCK = newBlockId();
  const run = { method: 'GET', path: '/api/v1/runs/vision/looms/gone' };
  const keys = { method: 'GET', path: '/api/v1/runs/vision/looms/gone/metric-keys' };
  const panels = {
    method: 'POST',
    path: '/api/v1/projects/vision/looms/panels',
    accept: 'application/vnd.runloom.panels',
    body: JSON.stringify({
      runs: ['gone'],
      panels: [{ y: [{ key: 'loss' }] }],
    }),
  };

  it('is kept as it was, says what moved, and outlives the run', async () => {
    await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'gone' });
    await room.stream(ada, 'vision/looms/gone', historyBody(0, ['{"_step":0,"loss":0.5}']));
    const report = await makeReport();
    const recorded = await call('POST', `/reports/${report}/evidence`, ada, {
      block: BLOCK,
      requests: [run, keys, panels],
    });
    expect(recorded.text).toContain('digest');
    const { digest } = recorded.json;
    const again = await call('POST', `/reports/${report}/evidence`, ada, {
      block: BLOCK,
      requests: [keys, panels],
    });
    const tape = (await call('GET', `/reports/${report}/evidence/${digest}`, vic)).json;
    expect(tape).toMatchObject({ block: BLOCK, recordedBy: 'ada' });
    expect(
      tape.requests.map(({ answer }: { answer: { status: number } }) => answer.status),
    ).toEqual([200, 200, 200]);
    expect(tape.requests[2].answer).toMatchObject({ encoding: 'base64' });

    const check = (of: string) => call('POST', `/reports/${report}/evidence/${of}/check`, vic);
    expect((await check(again.json.digest)).json).toMatchObject({ isSame: true });
    await room.stream(ada, 'vision/looms/gone', historyBody(1, ['{"_step":1,"loss":0.25}']));
    const moved = (await check(digest)).json;
    expect(moved.isSame).toBe(false);
    expect(moved.requests[2]).toMatchObject({ state: 'moved' });
    expect(moved.requests[2].changes.length).toBeGreaterThan(0);

    await call('DELETE', '/runs/vision/looms/gone', ada);
    const gone = (await check(digest)).json;
    expect(gone.requests[0]).toMatchObject({ state: 'gone' });
    expect((await call('GET', `/reports/${report}/evidence/${digest}`, vic)).json).toEqual(tape);
  });

  it('is asked with the rights of who records, of addresses that only tell', async () => {
    const report = await makeReport();
    const record = async (request: object, key = ada) =>
      call('POST', `/reports/${report}/evidence`, key, { block: BLOCK, requests: [request] });
    await room.startRun(eve, { entity: 'eve', project: 'secret', run: 'r1' });
    const foreign = await record({ method: 'GET', path: '/api/v1/runs/eve/secret/r1' });
    const tape = await call('GET', `/reports/${report}/evidence/${foreign.json.digest}`, ada);
    expect(tape.json.requests[0].answer.status).toBe(404);
    for (const [method, path] of [
      ['GET', '/api/v1/api-keys'],
      ['GET', '/api/v1/session'],
      ['POST', '/api/v1/api-keys'],
      ['GET', '/api/v1/entities/vision/secrets'],
      ['GET', '/api/v1/projects/vision/looms/live'],
      ['POST', '/api/v1/projects/vision/looms/runs/bulk'],
      ['GET', '/api/v1/runs/vision/looms/../../../api-keys'],
      ['GET', '/api/v1/runs/vision/looms/%2e%2e'],
      ['GET', '/api/v1//runs/vision/looms/r1'],
      ['GET', '/api/v1/runs/vision/looms/r1#'],
    ]) {
      expect((await record({ method, path })).status).toBe(400);
    }
    expect((await record({ method: 'GET', path: '/graphql' })).status).toBe(400);
    expect((await record(run, vic)).status).toBe(403);
    expect((await record(run, eve)).status).toBe(404);
  });

  it('is asked by a browser with its session, too', async () => {
    const session = await room.call('POST', '/api/v1/session', {
      body: { token: room.signInToken },
      headers: { Origin: room.url },
    });
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    const report = await makeReport();
    const recorded = await room.call('POST', `/api/v1/reports/${report}/evidence`, {
      cookie,
      headers: { Origin: room.url },
      body: { block: BLOCK, requests: [{ ...panels, body: panels.body.replace('gone', 'r1') }] },
    });
    expect(recorded.status).toBe(200);
    const { digest } = recorded.json;
    const tape = await call('GET', `/reports/${report}/evidence/${digest}`, vic);
    expect(tape.json).toMatchObject({
      recordedBy: 'admin',
      requests: [{ answer: { status: 200 } }],
    });
  });

  it('names addresses that there are', async () => {
    const { json } = await room.call('GET', '/api/v1/openapi.json');
    const missing = recordedRoutes().filter((route) => {
      const [method = '', path = ''] = route.split(' ');
      return json.paths[`/api/v1${path}`]?.[method.toLowerCase()] === undefined;
    });
    expect(missing).toEqual([]);
  });
});
