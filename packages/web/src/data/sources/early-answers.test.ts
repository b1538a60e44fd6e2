import { afterEach, expect, test } from 'vitest';
import { takeEarlyAnswer } from './early-answers.ts';

afterEach(() => {
  globalThis.runloomEarlyAnswers = undefined;
});

const asked = (address: string, askedAt: number): Promise<Response> => {
  const answer = Promise.resolve(new Response('{}'));
  globalThis.runloomEarlyAnswers = new Map([[address, { answer, askedAt }]]);
  return answer;
};

test('an answer that was asked for early is taken once, by who reads the same address', () => {
  const answer = asked('/api/v1/a', performance.now());
  expect(takeEarlyAnswer('/api/v1/b', 'GET')).toBeNull();
  expect(takeEarlyAnswer('/api/v1/a', 'DELETE')).toBeNull();
  expect(takeEarlyAnswer('/api/v1/a', 'GET')).toBe(answer);
  expect(takeEarlyAnswer('/api/v1/a', 'GET')).toBeNull();
});

test('one that was asked for long ago may have changed, and is not taken', () => {
  asked('/api/v1/a', performance.now() - 6_000);
  expect(takeEarlyAnswer('/api/v1/a', 'GET')).toBeNull();
});

test('pages that asked for nothing early have none', () => {
  expect(takeEarlyAnswer('/api/v1/a', 'GET')).toBeNull();
});
