import type { EvidenceRequest } from '@runloom/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notedRequest } from './note-taker.ts';
import { playLater, playTape } from './tape.ts';

const PANELS = '/api/v1/projects/ada/looms/panels';

const entry = (request: Partial<EvidenceRequest> & { readonly path: string }, body: unknown) => ({
  method: 'GET' as const,
  body: null,
  accept: null,
  ...request,
  answer: {
    status: 200,
    contentType: 'application/json',
    encoding: 'text' as const,
    body: JSON.stringify(body),
  },
});

const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });
const panel = (change: object) => ({
  runs: ['a'],
  hiddenRuns: [],
  panels: [{ y: [{ key: 'loss' }], buckets: 1000, range: null, ...change }],
});

test('a tape answers what was asked when it was recorded, and nothing else', async () => {
  const play = playTape({ requests: [entry({ path: '/api/v1/runs/ada/looms/a' }, { name: 'a' })] });
  const known = await play('/api/v1/runs/ada/looms/a', {});
  expect(await known.json()).toEqual({ name: 'a' });
  const unknown = await play('/api/v1/runs/ada/looms/b', {});
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: 'not_found' } });
});

test('the order of members in a request does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 }),
      async (members) => {
        const request = notedRequest('/api/v1/x', post(members));
        const turned = Object.fromEntries(Object.entries(members).toReversed());
        const play = playTape({ requests: [entry(request, 'found')] });
        expect((await play('/api/v1/x', post(turned))).status).toBe(200);
      },
    ),
  );
});

test('lines are found for other widths of the screen, and zooms show what was recorded', async () => {
  const recorded = notedRequest(PANELS, post(panel({})));
  const play = playTape({ requests: [entry(recorded, { panels: [] })] });
  expect((await play(PANELS, post(panel({ buckets: 300 })))).status).toBe(200);
  expect((await play(PANELS, post(panel({ range: { min: 2, max: 5 } })))).status).toBe(200);
  expect((await play(PANELS, post(panel({ y: [{ key: 'acc' }] })))).status).toBe(404);
  expect((await play(PANELS, post({ ...panel({}), runs: ['b'] }))).status).toBe(404);
});

test('bytes come back as they were', async () => {
  const bytes = Uint8Array.from([0, 255, 128, 7]);
  const recorded = {
    ...entry({ path: '/api/v1/x' }, null),
    answer: {
      status: 200,
      contentType: 'application/vnd.runloom.panels',
      encoding: 'base64' as const,
      body: Buffer.from(bytes).toString('base64'),
    },
  };
  const answer = await playTape({ requests: [recorded] })('/api/v1/x', {});
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  expect(answer.headers.get('content-type')).toBe('application/vnd.runloom.panels');
});

test('a tape that could not be fetched is fetched again', async () => {
  let count = 0;
  const play = playLater(async () => {
    count += 1;
    if (count === 1) throw new Error('away');
    return { requests: [entry({ path: '/api/v1/x' }, 1)] };
  });
  await expect(play('/api/v1/x', {})).rejects.toThrow('away');
  expect((await play('/api/v1/x', {})).status).toBe(200);
  expect((await play('/api/v1/x', {})).status).toBe(200);
  expect(count).toBe(2);
});
