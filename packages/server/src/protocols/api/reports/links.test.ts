import { newBlockId } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody } from '../room.testing.ts';
import { openTeam, PNG, type ReportTeam } from './reports.testing.ts';

let room: ReportTeam['room'];
let ada: ReportTeam['ada'];
let bob: ReportTeam['bob'];
let call: ReportTeam['call'];
let makeReport: ReportTeam['makeReport'];
let addFile: ReportTeam['addFile'];

beforeAll(async () => {
  ({ room, ada, bob, call, makeReport, addFile } = await openTeam());
});
afterAll(() => room.close());

describe('a secret link', () => {
  const share = async (report: string, body: object = {}) =>
    (await call('POST', `/reports/${report}/links`, ada, body)).json;
  const nobody = (path: string) => room.call('GET', `/api/v1${path}`);

  it('shows the report, its files and recordings to whoever has it, and nothing else', async () => {
    const report = await makeReport();
    const shown = (await addFile(report, PNG)).json.file;
    const unused = (await addFile(report, Buffer.concat([PNG, Buffer.from('!')]))).json.file;
    const block = newBlockId();
    const thread = newBlockId();
    await call('PATCH', `/reports/${report}`, ada, {
      document: {
        type: 'doc',
        content: [
          { type: 'image', attrs: { file: shown } },
          { type: 'runCard', attrs: { run: 'vision/looms/r1', block } },
          {
            type: 'paragraph',
            content: [
              { type: 'text', text: 'hi', marks: [{ type: 'comment', attrs: { thread } }] },
            ],
          },
        ],
      },
    });
    const request = { method: 'GET', path: '/api/v1/runs/vision/looms/r1' };
    const record = async (of: string) =>
      (await call('POST', `/reports/${report}/evidence`, ada, { block: of, requests: [request] }))
        .json.digest;
    const digest = await record(block);
    const other = await makeReport();
    const { token } = await share(report);
    const { json } = await nobody(`/shared/${token}`);
    expect(json).toMatchObject({ title: 'Looms', authors: ['ada'], tapes: [{ block, digest }] });
    expect(JSON.stringify(json)).not.toContain(thread);
    expect((await nobody(`/shared/${token}/files/${shown}`)).status).toBe(200);
    expect((await nobody(`/shared/${token}/evidence/${digest}`)).json).toMatchObject({
      recordedBy: null,
      requests: [{ answer: { status: 200 } }],
    });

    const foreign = (await addFile(other, PNG)).json.file;
    for (const path of [
      `/shared/${token}/files/${unused}`,
      `/shared/${token}/files/${foreign}`,
      `/shared/${token}/evidence/${'0'.repeat(64)}`,
      `/shared/${token}x`,
      `/shared/${'A'.repeat(43)}`,
      '/shared/%00',
    ]) {
      expect((await nobody(path)).status).toBe(404);
    }
    // The token opens no other door, whatever header it comes in.
    for (const path of [
      `/reports/${report}`,
      `/reports/${report}/document`,
      '/projects/vision/looms',
    ]) {
      const asKey = await room.call('GET', `/api/v1${path}`, { key: token });
      expect(asKey.status).toBe(401);
    }
    const listed = await call('GET', `/reports/${report}/links`, ada);
    expect(listed.text).not.toContain(token);
    expect(listed.json.links[0].lastUsedAt).toBeGreaterThan(0);
  });

  it('shows a frozen grid as it was frozen, though its run is gone and more was recorded', async () => {
    await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'short' });
    await room.stream(ada, 'vision/looms/short', historyBody(0, ['{"_step":0,"loss":0.5}']));
    const report = await makeReport();
    const block = newBlockId();
    const request = { method: 'GET', path: '/api/v1/runs/vision/looms/short' };
    const record = async () =>
      (await call('POST', `/reports/${report}/evidence`, ada, { block, requests: [request] })).json
        .digest;
    const digest = await record();
    const frozen = { digest, at: Date.now(), by: 'ada' };
    const grid = { version: 1, runSets: [], board: {}, frozen };
    const document = { type: 'doc', content: [{ type: 'panelGrid', attrs: { block, grid } }] };
    expect((await call('PATCH', `/reports/${report}`, ada, { document })).status).toBe(200);
    const { token } = await share(report);
    await call('DELETE', '/runs/vision/looms/short', ada);
    expect(await record()).not.toBe(digest);
    const { json } = await nobody(`/shared/${token}`);
    expect(json.tapes).toMatchObject([{ block, digest }]);
    const tape = (await nobody(`/shared/${token}/evidence/${digest}`)).json;
    expect(tape.requests[0].answer.body).toContain('short');
  });

  it('is told how old what it shows of live blocks is, and what was never recorded', async () => {
    const report = await makeReport();
    const [old, fresh, none, frozen] = Array.from({ length: 4 }, newBlockId);
    const listed = async () => (await call('GET', `/reports/${report}/links`, ada)).json.recorded;
    expect(await listed()).toEqual({ since: null, missingCount: 0 });
    const requests = (path: string) => [{ method: 'GET', path: `/api/v1${path}` }];
    const record = async (block: string | undefined, path: string) =>
      (await call('POST', `/reports/${report}/evidence`, ada, { block, requests: requests(path) }))
        .json.digest;
    const digest = await record(frozen, '/projects/vision/looms');
    const run = (block: string | undefined) => ({
      type: 'runCard',
      attrs: { run: 'vision/looms/r1', block },
    });
    const grid = { version: 1, runSets: [], board: {}, frozen: { digest, at: 1, by: 'ada' } };
    const document = {
      type: 'doc',
      content: [
        run(old),
        run(fresh),
        run(none),
        { type: 'panelGrid', attrs: { block: frozen, grid } },
      ],
    };
    await call('PATCH', `/reports/${report}`, ada, { document });
    expect(await listed()).toEqual({ since: null, missingCount: 3 });
    await record(old, '/runs/vision/looms/r1');
    const { token } = await share(report);
    const { tapes } = (await nobody(`/shared/${token}`)).json;
    const since = tapes.find((tape: { block: string }) => tape.block === old).recordedAt;
    await record(fresh, '/runs/vision/looms/r1/metric-keys');
    expect(await listed()).toEqual({ since, missingCount: 1 });
  });

  describe('that is kept up to date', () => {
    const AT = '/api/v1/projects/vision/looms';
    const post = (path: string, body: object) => ({
      method: 'POST',
      path: `${AT}${path}`,
      body: JSON.stringify(body),
    });
    const listing = post('/runs/rows', {
      filter: { name: { $regex: '^live-' } },
      order: ['-createdAt'],
    });
    const panel = (runs: string[]) =>
      post('/panels', { runs, hiddenRuns: [], panels: [{ y: [{ key: 'loss' }] }] });
    const start = (run: string) => room.startRun(ada, { entity: 'vision', project: 'looms', run });
    const log = (run: string, step: number) =>
      room.stream(ada, `vision/looms/${run}`, historyBody(step, [`{"_step":${step},"loss":0.5}`]));
    const age = (ms = 10 * 60_000) =>
      room.stores.metadata.db
        .withTables<{ report_tapes: { recorded_at: number } }>()
        .updateTable('report_tapes')
        .set((row) => ({ recorded_at: row('recorded_at', '-', ms) }))
        .execute();
    const bodyOf = (
      tape: { requests: { path: string; answer: { body: string } }[] },
      end: string,
    ) => tape.requests.find(({ path }) => path.endsWith(end));
    const settled = async (token: string) => {
      await expect
        .poll(async () => (await nobody(`/shared/${token}`)).json.live, { timeout: 10_000 })
        .toEqual({ isRenewing: false });
      const { tapes } = (await nobody(`/shared/${token}`)).json;
      return (await nobody(`/shared/${token}/evidence/${tapes[0].digest}`)).json;
    };
    const makeLink = async (by: string, isLive: boolean) => {
      const report = await makeReport();
      const block = newBlockId();
      const grid = { version: 1, runSets: [], board: {} };
      const document = { type: 'doc', content: [{ type: 'panelGrid', attrs: { block, grid } }] };
      await call('PATCH', `/reports/${report}`, ada, { document });
      const requests = [listing, panel(['live-1'])];
      const recorded = await call('POST', `/reports/${report}/evidence`, by, { block, requests });
      expect(recorded.status).toBe(200);
      return (await share(report, { isLive })).token;
    };

    it('shows what is there now once somebody looks, new runs among it', async () => {
      await start('live-1');
      await log('live-1', 0);
      const token = await makeLink(ada, true);
      const still = await makeLink(ada, false);
      expect((await nobody(`/shared/${token}`)).json.live).toEqual({ isRenewing: false });
      await start('live-2');
      await log('live-2', 0);
      await log('live-1', 1);
      // Young as it is, it is shown as it was recorded.
      expect((await nobody(`/shared/${token}`)).json.live).toEqual({ isRenewing: false });
      await age();
      expect((await nobody(`/shared/${token}`)).json.live).toEqual({ isRenewing: true });
      const tape = await settled(token);
      const names = JSON.parse(bodyOf(tape, '/runs/rows')?.answer.body ?? '').rows;
      expect(names.map(({ name }: { name: string }) => name)).toEqual(['live-2', 'live-1']);
      expect(bodyOf(tape, '/panels')).toMatchObject({
        body: expect.stringContaining('"runs":["live-2","live-1"]'),
        answer: { status: 200 },
      });
      expect(Date.now() - tape.recordedAt).toBeLessThan(60_000);
      const before = (await nobody(`/shared/${still}`)).json;
      expect(before.live).toBeNull();
      const kept = (await nobody(`/shared/${still}/evidence/${before.tapes[0].digest}`)).json;
      expect(bodyOf(kept, '/runs/rows')?.answer.body).not.toContain('live-2');
    });

    it('stays as it was once whoever recorded it may not any more, and no key outlives its work', async () => {
      const token = await makeLink(bob, true);
      const before = (await nobody(`/shared/${token}`)).json.tapes[0];
      await room.admin('DELETE', '/admin/organizations/lab/teams/vision/members/bob');
      await log('live-1', 2);
      await age();
      expect((await nobody(`/shared/${token}`)).json.live).toEqual({ isRenewing: true });
      const tape = await settled(token);
      expect(tape.digest).toBe(before.digest);
      expect(tape.recordedAt).toBe(before.recordedAt - 10 * 60_000);
      await room.admin('PUT', '/admin/organizations/lab/teams/vision/members/bob', {
        role: 'member',
      });
    });
  });

  it('ends when it is revoked, and when its time is over', async () => {
    const report = await makeReport();
    const link = await share(report);
    expect((await call('DELETE', `/reports/${report}/links/${link.id}`, ada)).status).toBe(204);
    const revoked = await nobody(`/shared/${link.token}`);
    expect(revoked.status).toBe(410);
    expect(revoked.json.error.message).toContain('revoked');

    const short = await share(report, { expiresAt: Date.now() + 1_000 });
    expect((await nobody(`/shared/${short.token}`)).status).toBe(200);
    await expect
      .poll(async () => (await nobody(`/shared/${short.token}`)).status, { timeout: 5_000 })
      .toBe(410);
    expect((await call('POST', `/reports/${report}/links`, ada, { expiresAt: 1 })).status).toBe(
      400,
    );
    expect((await call('POST', `/reports/${report}/links`, bob, {})).status).toBe(403);
    await call('DELETE', `/reports/${report}`, ada);
    expect((await nobody(`/shared/${short.token}`)).status).toBe(404);
  });

  it('is framed by the pages that the report names alone', async () => {
    const report = await makeReport();
    const { token } = await share(report);
    const policy = async () =>
      (await room.call('GET', `/embed/${token}`)).headers.get('content-security-policy');
    expect(await policy()).toContain("frame-ancestors 'none'");
    const set = (frameOrigins: string[]) =>
      call('PATCH', `/reports/${report}`, ada, { frameOrigins });
    expect((await set(["https://a.b; script-src 'unsafe-inline'"])).status).toBe(400);
    expect((await set(['https://wiki.example.com'])).status).toBe(200);
    expect(await policy()).toMatch(/frame-ancestors https:\/\/wiki\.example\.com$/);
    // The frames without our origin that stand in it are within that page, too: for its link alone.
    for (const path of ['/sandbox', '/sandbox/charts']) {
      const ancestors = async (within: string) => {
        const { headers } = await room.call('GET', `/api/v1${path}?within=${within}`);
        const all = headers.get('content-security-policy') ?? '';
        expect(all).toMatch(/^sandbox allow-scripts; default-src 'none';/);
        return all.split('; ').at(-1);
      };
      expect(await ancestors(token)).toBe("frame-ancestors 'self' https://wiki.example.com");
      expect(await ancestors('x'.repeat(43))).toBe("frame-ancestors 'self'");
      expect(await ancestors("*;script-src 'self'")).toBe("frame-ancestors 'self'");
    }
    const page = await room.call('GET', `/shared/${token}`);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
