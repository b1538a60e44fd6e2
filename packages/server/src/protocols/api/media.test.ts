import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from './room.testing.ts';

describe('media of a run', () => {
  let room: Room;
  let ada: string;
  beforeAll(async () => {
    room = await openRoom();
    ada = await room.user('ada');
    await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'one' });
    const image = (path: string) => ({ _type: 'image-file', path, width: 2, height: 1 });
    const rows = Array.from({ length: 5 }, (_, index) =>
      JSON.stringify({
        _step: index * 10,
        loss: index,
        text: 'plain',
        nest: { pic: image(`media/images/pic_${index}.png`) },
        ...(index % 2 === 0
          ? { hist: { _type: 'histogram', values: [1, 2], bins: [0, 1, 2 ** 53] } }
          : {}),
      }),
    );
    await room.stream(ada, 'ada/looms/one', historyBody(0, rows));
  });
  afterAll(() => room.close());

  const get = (path: string) =>
    room.call('GET', `/api/v1/runs/ada/looms/one/media${path}`, { key: ada });

  it('is listed by key, with its types and without plain values', async () => {
    expect((await get('')).json.keys).toEqual([
      { key: 'hist', types: ['histogram'], count: 3, maskLabels: {} },
      { key: 'nest.pic', types: ['image-file'], count: 5, maskLabels: {} },
    ]);
  });

  it('tells the steps that hold a key, page by page', async () => {
    expect((await get('/steps?key=hist')).json).toEqual({ steps: [0, 20, 40], next: null });
    const first = await get('/steps?key=nest.pic&limit=2');
    expect(first.json).toEqual({ steps: [0, 10], next: 10 });
    expect((await get('/steps?key=nest.pic&limit=9&after=10')).json.steps).toEqual([20, 30, 40]);
    expect((await get('/steps?key=none')).json).toEqual({ steps: [], next: null });
  });

  it('gives the values at steps, and only there', async () => {
    const body = { key: 'nest.pic', steps: [30, 10, 11] };
    const answer = await room.call('POST', '/api/v1/runs/ada/looms/one/media/values', {
      key: ada,
      body,
    });
    expect(answer.json.values).toEqual([
      { step: 10, value: expect.objectContaining({ path: 'media/images/pic_1.png' }) },
      { step: 30, value: expect.objectContaining({ path: 'media/images/pic_3.png' }) },
    ]);
    // Nothing was uploaded.
    expect(answer.json.files).toEqual([]);
  });

  it('is not shown to others', async () => {
    const bob = await room.user('bob');
    for (const path of ['', '/steps?key=hist']) {
      const path_ = `/api/v1/runs/ada/looms/one/media${path}`;
      expect((await room.call('GET', path_, { key: bob })).status).toBe(404);
    }
  });
});
