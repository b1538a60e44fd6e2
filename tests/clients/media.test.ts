import { MediaKeys, MediaSteps, MediaValues } from '@runloom/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await stage.api.send(method, `/api/v1/runs/admin/media/${path}`, body);
  expect(answer.status, answer.text).toBe(200);
  return JSON.parse(answer.text);
}
const keysOf = async (run: string) => MediaKeys.parse(await send('GET', `${run}/media`)).keys;
const stepsOf = async (run: string, key: string) =>
  MediaSteps.parse(await send('GET', `${run}/media/steps?key=${key}`)).steps;
const valuesOf = async (run: string, key: string, steps: readonly number[]) =>
  MediaValues.parse(await send('POST', `${run}/media/values`, { key, steps }));

describe('media that the client logs', () => {
  beforeAll(async () => {
    expect(await stage.machine.run('media.py', { args: ['media', 'seen'] })).toMatchObject({
      code: 0,
    });
  });

  it('are listed with their types and counts', async () => {
    const keys = await keysOf('seen');
    expect(keys.map(({ key, types, count }) => [key, types, count])).toEqual([
      ['grown', ['incremental-table-file'], 4],
      ['nested.many', ['images/separated'], 4],
      ['page', ['html-file'], 1],
      ['scores', ['table-file'], 1],
      ['seen', ['image-file'], 4],
      ['weights', ['histogram'], 4],
    ]);
    const labels = { 0: 'background', 1: 'cat', 2: '<img src=x onerror="alert(1)">' };
    expect(keys.find(({ key }) => key === 'seen')?.maskLabels).toEqual({ predictions: labels });
  });

  it('stand at their steps, with image, boxes and masks to be read', async () => {
    expect(await stepsOf('seen', 'seen')).toEqual([0, 1, 2, 3]);
    const { values, files } = await valuesOf('seen', 'seen', [2]);
    expect(values).toEqual([{ step: 2, value: expect.objectContaining({ caption: 'at 2' }) }]);
    expect(files.map(({ mimeType }) => mimeType).sort()).toEqual([
      'application/json',
      'image/png',
      'image/png',
    ]);
    const boxes = files.find(({ mimeType }) => mimeType === 'application/json');
    const response = await fetch(new URL(boxes?.url ?? '', stage.server.url));
    expect(await response.json()).toMatchObject({ box_data: [{ class_id: 1 }] });
  });

  it('are histograms, read back as they were counted', async () => {
    const { values } = await valuesOf('seen', 'weights', [0, 3]);
    expect(values.map(({ value }) => value)).toEqual([
      { _type: 'histogram', values: [25, 25, 25, 25], bins: [0, 24.75, 49.5, 74.25, 99] },
      { _type: 'histogram', values: [25, 25, 25, 25], bins: [0, 99, 198, 297, 396] },
    ]);
  });

  it('are inherited by a fork, files and names of classes too', async () => {
    expect(await stepsOf('seen-fork', 'nested.many')).toEqual([0, 1, 2]);
    const { values, files } = await valuesOf('seen-fork', 'nested.many', [0, 1, 2, 3]);
    expect(values.length).toBe(3);
    expect(files.length).toBeGreaterThan(0);
    const seen = (await keysOf('seen-fork')).find(({ key }) => key === 'seen');
    expect(seen?.maskLabels['predictions']).toMatchObject({ 1: 'cat' });
    const run = { entity: 'admin', project: 'media', run: 'seen-fork' };
    expect((await stage.api.run(run)).branch).toEqual({ run: 'seen', step: 2 });
  });
});
