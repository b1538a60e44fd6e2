import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
let [ada, bob] = ['', ''];

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  bob = await room.user('bob');
  for (const [name, key] of [
    ['ada', ada],
    ['bob', bob],
  ] as const) {
    const call = {
      project_id: `${name}/looms`,
      id: `call-of-${name}`,
      trace_id: `trace-of-${name}`,
      op_name: `weave:///${name}/looms/op/weave_cloth:abc`,
      display_name: `Shift of ${name} <img src=x onerror=alert(1)>`,
      started_at: new Date().toISOString(),
      ended_at: new Date().toISOString(),
      attributes: {},
      inputs: {},
      output: null,
      summary: {},
    };
    await room.startRun(key, { entity: name, project: 'looms', run: 'weft' });
    const path = `/traces/v2/${name}/looms/calls/complete`;
    const answer = await room.call('POST', path, { key, body: { batch: [call] } });
    expect(answer.status, answer.text).toBe(200);
  }
}, 60_000);
afterAll(() => room.close());

const found = async (key: string, query: string) => {
  const answer = await room.call('GET', `/api/v1/search?${query}`, { key });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.groups as { kind: string; hits: { title: string; path: string }[] }[];
};

it('calls are found by name and id, by who may see their project alone', async () => {
  for (const text of ['shift', 'weave_cloth', 'call-of-ada', 'trace-of-ada']) {
    expect(await found(ada, `kinds=call&q=${text}`)).toMatchObject([
      {
        kind: 'call',
        hits: [
          {
            title: 'Shift of ada <img src=x onerror=alert(1)>',
            place: 'ada/looms',
            path: '/ada/looms/weave/calls/call-of-ada',
          },
        ],
      },
    ]);
  }
  expect(await found(bob, 'kinds=call&q=call-of-ada')).toEqual([]);
  expect(await found(ada, 'kinds=call&q=shift&in=ada/looms')).toHaveLength(1);
});

it('calls are looked for only where they are asked for, so that nothing else waits for them', async () => {
  expect((await found(ada, 'q=shift')).map(({ kind }) => kind)).not.toContain('call');
});
