import { expect, it } from 'vitest';
import { notedRequest } from './note-taker.ts';
import { playTape } from './tape.ts';

const RUN = '/api/v1/runs/ada/looms/a/media';
const ask = (key: string, steps: readonly number[]): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ key, steps }),
});
const entry = (path: string, init: RequestInit, body: unknown) => ({
  ...notedRequest(path, init),
  answer: {
    status: 200,
    contentType: 'application/json',
    encoding: 'text' as const,
    body: JSON.stringify(body),
  },
});
const file = (name: string) => ({ name, sizeBytes: 1, url: `/kept/${name}` });

const tape = playTape({
  requests: [
    entry(`${RUN}/steps?key=seen`, {}, { steps: [0, 1, 2, 3, 4], next: null }),
    entry(`${RUN}/steps?key=other`, {}, { steps: [0, 1], next: null }),
    entry(`${RUN}/values`, ask('seen', [1, 2]), {
      values: [1, 2].map((step) => ({ step, value: { path: `${step}.png` } })),
      files: [file('1.png'), file('2.png')],
      artifactTables: [],
    }),
    entry(`${RUN}/values`, ask('seen', [3]), {
      values: [{ step: 3, value: { path: '3.png' } }],
      files: [file('3.png')],
      artifactTables: [],
    }),
  ],
});

it('answers for one step from what was recorded of several', async () => {
  const answer = await tape(`${RUN}/values`, ask('seen', [2]));
  expect(await answer.json()).toMatchObject({ values: [{ step: 2, value: { path: '2.png' } }] });
  const both = await tape(`${RUN}/values`, ask('seen', [3, 1]));
  expect(await both.json()).toMatchObject({ values: [{ step: 1 }, { step: 3 }] });
});

it('knows nothing of steps and keys that were not recorded', async () => {
  expect((await tape(`${RUN}/values`, ask('seen', [2, 4]))).status).toBe(404);
  expect((await tape(`${RUN}/values`, ask('other', [0]))).status).toBe(404);
});

it('lists the steps that can be shown, and says how many can’t', async () => {
  const list = await (await tape(`${RUN}/steps?key=seen`, {})).json();
  expect(list).toEqual({ steps: [1, 2, 3], next: null, leftOut: 2 });
  // Of what no step was asked, the list is all that is known.
  const other = await (await tape(`${RUN}/steps?key=other`, {})).json();
  expect(other).toEqual({ steps: [0, 1], next: null });
});
