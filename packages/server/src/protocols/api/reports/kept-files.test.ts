import { newBlockId } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody } from '../room.testing.ts';
import { openTeam, PNG, type ReportTeam } from './reports.testing.ts';

const RUN = 'vision/looms/pictures';
const NAME = 'media/images/a b_%.png';
const VALUES = `/api/v1/runs/${RUN}/media/values`;

let room: ReportTeam['room'];
let ada: ReportTeam['ada'];
let vic: ReportTeam['vic'];
let eve: ReportTeam['eve'];
let call: ReportTeam['call'];
let makeReport: ReportTeam['makeReport'];
const block = newBlockId();

/** Has a picture of the run sent, as the client does. */
async function sendPicture(bytes: Uint8Array): Promise<void> {
  const query = `mutation C($files: [String!]!) { createRunFiles(input: {entityName: "vision",
    projectName: "looms", runName: "pictures", files: $files}) { files { uploadUrl } } }`;
  const variables = { files: [NAME] };
  const { json } = await room.call('POST', '/graphql', { key: ada, body: { query, variables } });
  const { pathname } = new URL(json.data.createRunFiles.files[0].uploadUrl);
  expect((await room.call('PUT', pathname, { bytes })).status).toBe(200);
}

async function startRun(value: object): Promise<void> {
  await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'pictures' });
  const row = JSON.stringify({ _step: 0, seen: value });
  expect((await room.stream(ada, RUN, historyBody(0, [row]))).status).toBe(200);
}

const record = async (report: string, of = block) => {
  const body = JSON.stringify({ key: 'seen', steps: [0] });
  const requests = [{ method: 'POST', path: VALUES, body }];
  const { json } = await call('POST', `/reports/${report}/evidence`, ada, { block: of, requests });
  return json.digest as string;
};

/** The address that a tape has for its file. */
async function addressIn(path: string, key?: string): Promise<string> {
  const { json } = await room.call('GET', path, key === undefined ? {} : { key });
  return JSON.parse(json.requests[0].answer.body).files[0].url;
}

const read = (path: string, key?: string) =>
  room.call('GET', path, key === undefined ? {} : { key });

beforeAll(async () => {
  ({ room, ada, vic, eve, call, makeReport } = await openTeam());
  await startRun({ _type: 'image-file', path: NAME, width: 1, height: 1 });
  await sendPicture(PNG);
});
afterAll(() => room.close());

describe('files that a recording names', () => {
  it('are kept with it, are the same under the same digest, and are told when they become others', async () => {
    const report = await makeReport();
    const digest = await record(report);
    const tape = `/api/v1/reports/${report}/evidence/${digest}`;
    // Nothing of what was signed for who recorded it is left in it.
    expect((await read(tape, vic)).text).not.toContain('/storage/');
    expect(await record(report)).toBe(digest);
    const check = async () => (await call('POST', `${tape.slice(7)}/check`, vic)).json;
    expect(await check()).toMatchObject({ isSame: true });
    await sendPicture(Buffer.concat([PNG, Buffer.from('other')]));
    expect(await check()).toMatchObject({ isSame: false, requests: [{ state: 'moved' }] });
    const file = await read(await addressIn(tape, vic), vic);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(file.headers.get('content-length')).toBe(String(PNG.length));
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    await sendPicture(PNG);
  });

  it('are read by who reads the report, through that recording alone', async () => {
    const report = await makeReport();
    const digest = await record(report);
    const other = await makeReport();
    const tape = `/api/v1/reports/${report}/evidence/${digest}`;
    const address = await addressIn(tape, vic);
    const id = address.slice(address.lastIndexOf('/') + 1);
    expect((await read(address, vic)).status).toBe(200);
    expect((await read(address)).status).toBe(401);
    for (const [path, key] of [
      [address, eve],
      [`/api/v1/reports/${other}/evidence/${digest}/files/${id}`, ada],
      [`/api/v1/reports/${report}/evidence/${'0'.repeat(64)}/files/${id}`, ada],
      [`${tape}/files/${'0'.repeat(32)}`, ada],
    ]) {
      expect((await read(path ?? '', key)).status).toBe(404);
    }
    const drafted = await makeReport({ isDraft: true });
    const draftTape = await record(drafted);
    const hidden = await addressIn(`/api/v1/reports/${drafted}/evidence/${draftTape}`, ada);
    expect((await read(hidden, vic)).status).toBe(404);
  });

  it('are reached by a secret link as far as the report shows their recording, until it ends', async () => {
    const report = await makeReport();
    const [shown, other] = [await record(report), newBlockId()];
    const document = {
      type: 'doc',
      content: [
        {
          type: 'panelGrid',
          attrs: {
            block,
            grid: {
              version: 1,
              runSets: [],
              board: {},
              frozen: { digest: shown, at: Date.now(), by: 'ada' },
            },
          },
        },
      ],
    };
    expect((await call('PATCH', `/reports/${report}`, ada, { document })).status).toBe(200);
    await sendPicture(Buffer.concat([PNG, Buffer.from('not shown')]));
    const unshown = await record(report, other);
    expect(unshown).not.toBe(shown);
    await sendPicture(PNG);
    const { token, id } = (await call('POST', `/reports/${report}/links`, ada, {})).json;
    const address = await addressIn(`/api/v1/shared/${token}/evidence/${shown}`);
    expect(address).toMatch(new RegExp(`^/api/v1/shared/${token}/evidence/${shown}/files/`));
    expect((await read(address)).status).toBe(200);
    const hidden = await addressIn(`/api/v1/reports/${report}/evidence/${unshown}`, ada);
    const name = hidden.slice(hidden.lastIndexOf('/') + 1);
    for (const path of [
      hidden.replace(`/reports/${report}`, `/shared/${token}`),
      `/api/v1/shared/${token}/evidence/${shown}/files/${name}`,
      address.replace(token, 'A'.repeat(43)),
    ]) {
      expect((await read(path)).status).toBe(404);
    }
    await call('DELETE', `/reports/${report}/links/${id}`, ada);
    expect((await read(address)).status).toBe(410);
  });

  it('are not what a run says of itself: it names no files of others', async () => {
    const report = await makeReport();
    const digest = await record(report);
    const foreign = await addressIn(`/api/v1/reports/${report}/evidence/${digest}`, ada);
    const id = foreign.slice(foreign.lastIndexOf('/') + 1);
    await room.startRun(eve, { entity: 'eve', project: 'own', run: 'r1' });
    const urls = [`/storage/kept/${id}`, '/storage/downloads/forged/a.png', foreign];
    const row = JSON.stringify({ _step: 0, seen: urls.map((url) => ({ _type: 'x', url })) });
    await room.stream(eve, 'eve/own/r1', historyBody(0, [row]));
    const made = await call('POST', '/projects/eve/own/reports', eve, { title: 'Own' });
    const path = '/api/v1/runs/eve/own/r1/media/values';
    const body = JSON.stringify({ key: 'seen', steps: [0] });
    const recorded = await call('POST', `/reports/${made.json.id}/evidence`, eve, {
      block: newBlockId(),
      requests: [{ method: 'POST', path, body }],
    });
    const tape = `/api/v1/reports/${made.json.id}/evidence/${recorded.json.digest}`;
    const { text } = await read(tape, eve);
    for (const [, address = ''] of text.matchAll(/url\\":\\"([^"\\]+)/g)) {
      expect((await read(address, eve)).status).toBeGreaterThanOrEqual(400);
    }
    expect(text.match(/url\\":/g)).toHaveLength(3);
  });

  it('outlive the run, also when it was removed for good', async () => {
    const report = await makeReport();
    const digest = await record(report);
    const tape = `/api/v1/reports/${report}/evidence/${digest}`;
    const address = await addressIn(tape, ada);
    expect((await call('DELETE', `/runs/${RUN}`, ada)).status).toBeLessThan(300);
    const trash = (await call('GET', '/projects/vision/looms/trash', ada)).json;
    const [gone] = trash.runs;
    const removed = await call('DELETE', `/projects/vision/looms/trash/${gone.id}`, ada);
    expect(removed.status).toBe(200);
    const file = await read(address, vic);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-length')).toBe(String(PNG.length));
    expect((await call('POST', `${tape.slice(7)}/check`, vic)).json.requests).toMatchObject([
      { state: 'gone' },
    ]);
  });
});
