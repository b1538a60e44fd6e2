import { afterEach, expect, test } from 'vitest';
import { takeEarlyAnswer } from './early-answers.ts';

afterEach(() => {
  globalThis.runloomEarlyAnswers = undefined;
});

const asked = (request: string, askedAt: number): Promise<Response> => {
  const answer = Promise.resolve(new Response('{}'));
  globalThis.runloomEarlyAnswers = new Map([[request, { answer, askedAt }]]);
  return answer;
};

test('an answer that was asked for early is taken once, by who asks for the same', () => {
  const answer = asked('GET /api/v1/a ', performance.now());
  expect(takeEarlyAnswer('/api/v1/b', { method: 'GET' })).toBeNull();
  expect(takeEarlyAnswer('/api/v1/a', { method: 'DELETE' })).toBeNull();
  expect(takeEarlyAnswer('/api/v1/a', { method: 'GET' })).toBe(answer);
  expect(takeEarlyAnswer('/api/v1/a', { method: 'GET' })).toBeNull();
});

test('the same address with another body is another question', () => {
  const answer = asked('POST /api/v1/a {"ids":["1"]}', performance.now());
  expect(takeEarlyAnswer('/api/v1/a', { method: 'POST', body: '{"ids":["2"]}' })).toBeNull();
  expect(takeEarlyAnswer('/api/v1/a', { method: 'POST', body: new Blob() })).toBeNull();
  expect(takeEarlyAnswer('/api/v1/a', { method: 'POST', body: '{"ids":["1"]}' })).toBe(answer);
});

test('one that was asked for long ago may have changed, and is not taken', () => {
  asked('GET /api/v1/a ', performance.now() - 6_000);
  expect(takeEarlyAnswer('/api/v1/a', { method: 'GET' })).toBeNull();
});

test('pages that asked for nothing early have none', () => {
  expect(takeEarlyAnswer('/api/v1/a', { method: 'GET' })).toBeNull();
});
