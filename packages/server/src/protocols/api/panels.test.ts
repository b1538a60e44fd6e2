// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a hostile name
import { decodePanels, PANELS_MEDIA_TYPE, PanelsResponse, panelFromJson } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textCell } from './panel-csv.ts';
import { ADMIN_KEY, historyBody, openRoom, type Room } from './room.testing.ts';

const ADDRESS = '/api/v1/projects/admin/panels/panels';
const HOSTILE = '=HYPERLINK("x"),\'`${}';
/** Numbers that a careless writer would spoil. */
const LOSSES = [
  '0.1',
  '1e-320',
  '123456789.12345679',
  '-0.0',
  'NaN',
  'Infinity',
  '-Infinity',
  '1.7976931348623157e308',
  '3',
];

let room: Room;
beforeAll(async () => {
  room = await openRoom();
  for (const run of ['one', 'two']) {
    await room.startRun(ADMIN_KEY, { entity: 'admin', project: 'panels', run });
    const rows = LOSSES.map(
      (loss, step) =>
        `{"_step":${step},"_timestamp":${1.7e9 + step / 3},"_runtime":${step / 3},"loss":${loss},${JSON.stringify(HOSTILE)}:${step}}`,
    );
    await room.stream(ADMIN_KEY, `admin/panels/${run}`, historyBody(0, rows));
  }
});
afterAll(() => room.close());

async function binary(body: object): Promise<Uint8Array> {
  const answer = await fetch(room.url + ADDRESS, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      accept: PANELS_MEDIA_TYPE,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(answer.headers.get('content-type')).toBe(PANELS_MEDIA_TYPE);
  return new Uint8Array(await answer.arrayBuffer());
}
const post = (path: string, body: object) => room.admin('POST', path, body);

describe('panels over HTTP', () => {
  it('come as JSON, or binary when that is asked for, with the same numbers', async () => {
    const body = {
      runs: ['one', 'two', 'unknown'],
      panels: [
        { y: [{ key: 'loss' }] },
        { y: [{ expression: 'loss +' }], x: 'relative' },
        { y: [{ key: HOSTILE }], x: 'process', buckets: 2 },
      ],
    };
    const json = PanelsResponse.parse((await post('/projects/admin/panels/panels', body)).json);
    const decoded = decodePanels(await binary(body));
    expect(decoded.map(({ lines }) => lines.length)).toEqual([2, 0, 2]);
    expect(decoded[1]?.problems[0]?.message).toContain('character 7');
    for (const [at, panel] of json.panels.entries()) {
      // JSON has one zero.
      const plain = JSON.stringify(decoded[at], (_, value) =>
        value instanceof Float64Array ? [...value].map(String) : value,
      );
      const told = JSON.stringify(panelFromJson(panel), (_, value) =>
        value instanceof Float64Array ? [...value].map(String) : value,
      );
      // In any order of members.
      expect(JSON.parse(told)).toEqual(JSON.parse(plain));
    }
    expect(await binary(body)).toEqual(await binary(body));
  });

  it('agree with the history and the export to the last bit', async () => {
    const panel = { y: [{ key: 'loss' }] };
    const [{ lines } = { lines: [] }] = decodePanels(
      await binary({ runs: ['one'], panels: [panel] }),
    );
    const history = (await room.admin('GET', '/runs/admin/panels/one/history')).text
      .trim()
      .split('\n');
    const logged = history.map((row) => /"loss":\s*([^,}]+)/.exec(row)?.[1]);
    const csv = (await post('/projects/admin/panels/panels/export', { runs: ['one'], panel })).text;
    const exported = csv
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[4]);
    const drawn = [...(lines[0]?.columns['value'] ?? [])];
    expect(drawn.length).toBe(LOSSES.length);
    for (const [at, value] of drawn.entries()) {
      expect(value).toBe(Number(logged[at]));
      expect(value).toBe(Number(exported[at]));
    }
  });

  it('are exported in a table that spreadsheets take for no formula', async () => {
    const panel = { y: [{ key: HOSTILE }], range: { min: 1, max: 2 } };
    const answer = await post('/projects/admin/panels/panels/export', { runs: ['two'], panel });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.text).toBe(
      `run,metric,step,x,value\r\ntwo,"'=HYPERLINK(""x""),'\`\${}",1,1,1\r\ntwo,"'=HYPERLINK(""x""),'\`\${}",2,2,2\r\n`,
    );
    expect(['+1', '-1', '@a', '\ta', 'a=b'].map(textCell)).toEqual([
      "'+1",
      "'-1",
      "'@a",
      "'\ta",
      'a=b',
    ]);
    const groups = await post('/projects/admin/panels/panels/export', {
      runs: ['one', 'two'],
      panel: {
        ...panel,
        group: { grouping: { kind: 'by', fields: ['config.lr'] }, columns: ['mean'] },
      },
    });
    expect(groups.text.split('\r\n').slice(0, 2)).toEqual([
      'group,metric,x,runs,mean',
      `lr: 0.1,"'=HYPERLINK(""x""),'\`\${}",1,2,1`,
    ]);
  });

  it('are refused with what is wrong and where', async () => {
    const wrong = await post('/projects/admin/panels/panels', {
      runs: ['one'],
      panels: [{ y: [] }],
    });
    expect(wrong.status).toBe(400);
    expect(wrong.json.error.message).toContain('panels.0.y');
    const unread = await post('/projects/admin/panels/panels/export', {
      runs: ['one'],
      panel: { y: [{ expression: '(' }] },
    });
    expect(unread.status).toBe(400);
    const stranger = await room.user('stranger');
    const hidden = await room.call('POST', ADDRESS, {
      key: stranger,
      body: { runs: ['one'], panels: [{ y: [{ key: 'loss' }] }] },
    });
    expect(hidden.status).toBe(404);
  });
});
