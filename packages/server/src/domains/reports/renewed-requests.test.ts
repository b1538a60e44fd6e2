import type { EvidenceAnswer } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { isRunList, requestsForLists, runsListed } from './renewed-requests.ts';

const AT = '/api/v1/projects/ada/looms';
const answer = (value: unknown): EvidenceAnswer => ({
  status: 200,
  contentType: 'application/json',
  encoding: 'text',
  body: JSON.stringify(value),
});
const post = (path: string, body: object, told: unknown = {}) => ({
  method: 'POST' as const,
  path: `${AT}${path}`,
  body: JSON.stringify(body),
  accept: null,
  answer: answer(told),
});
const list = (...names: string[]) =>
  post('/runs/rows', { limit: 10 }, { rows: names.map((name) => ({ name })) });
const get = (path: string) => ({
  method: 'GET' as const,
  path: `/api/v1${path}`,
  body: null,
  accept: null,
  answer: answer({}),
});

const bodies = (requests: ReturnType<typeof requestsForLists>) =>
  requests?.map(({ body }) => (body === null ? null : JSON.parse(body))) ?? null;

describe('what a page asks once a filter means other runs', () => {
  const panel = (runs: string[], hiddenRuns: string[] = []) =>
    post('/panels', { runs, hiddenRuns, panels: [{ y: [{ key: 'loss' }] }] });
  const ask = (requests: Parameters<typeof requestsForLists>[0], before: string[], now: string[]) =>
    bodies(requestsForLists(requests, [{ before, now }]));

  it('are the lines of all runs that are listed now', () => {
    const asked = ask([list('b', 'a'), panel(['b', 'a'])], ['b', 'a'], ['c', 'b', 'a']);
    expect(asked?.[1]).toMatchObject({ runs: ['c', 'b', 'a'], hiddenRuns: [] });
  });

  it('leaves out what readers hid, and draws no more runs than it did', () => {
    const hidden = ask([panel(['c', 'a'], ['b'])], ['c', 'b', 'a'], ['d', 'c', 'b']);
    expect(hidden?.[0]).toMatchObject({ runs: ['d', 'c'], hiddenRuns: ['b'] });
    const first = ask([panel(['c', 'b'])], ['c', 'b', 'a'], ['d', 'c', 'b', 'a']);
    expect(first?.[0]).toMatchObject({ runs: ['d', 'c'] });
  });

  it('is not known where runs stand in another order, are named elsewhere, or were all hidden', () => {
    expect(ask([panel(['a', 'b'])], ['b', 'a'], ['c', 'b', 'a'])).toBeNull();
    expect(ask([panel([])], ['b', 'a'], ['c', 'b', 'a'])).toBeNull();
    const media = get('/runs/ada/looms/b/media');
    expect(ask([panel(['b', 'a']), media], ['b', 'a'], ['c', 'b', 'a'])).toBeNull();
    const grouped = post('/panels', { runs: ['b', 'a'], panels: [{ sets: [['b']] }] });
    expect(ask([grouped], ['b', 'a'], ['c', 'b', 'a'])).toBeNull();
  });

  it('is the same where the same runs are listed', () => {
    const requests = [list('a'), panel(['z']), get('/runs/ada/looms/a/media')];
    expect(ask(requests, ['a'], ['a'])).toEqual(
      requests.map(({ body }) => (body === null ? null : JSON.parse(body))),
    );
  });

  it('leaves alone what names no runs', () => {
    const keys = get('/projects/ada/looms/metric-keys');
    expect(ask([keys], ['a'], ['b', 'a'])).toEqual([null]);
  });
});

it('a list is one that a filter means, and tells its runs in their order', () => {
  expect(isRunList(list('a'))).toBe(true);
  expect(isRunList(post('/runs/rows', { runs: ['a'] }))).toBe(false);
  expect(isRunList(get('/projects/ada/looms/runs/rows'))).toBe(false);
  expect(runsListed(list('b', 'a').answer)).toEqual(['b', 'a']);
  expect(runsListed({ ...list('a').answer, status: 404 })).toEqual([]);
});
