import { expect, it } from 'vitest';
import { createCache } from './cache.ts';

function setUp(options: { maxEntries?: number } = {}) {
  const time = { now: 1_000_000 };
  const cache = createCache<string, number>({
    maxEntries: options.maxEntries ?? 10,
    ttlMs: 1_000,
    clock: () => time.now,
    keep: (value) => value >= 0,
  });
  let loads = 0;
  const get = (key: string, value = 1) =>
    cache.get(key, async () => {
      loads += 1;
      return value;
    });
  return { time, cache, get, loads: () => loads };
}

it('loads once for callers that ask at the same time, and again after its time', async () => {
  const { time, get, loads } = setUp();
  await Promise.all([get('a'), get('a'), get('a')]);
  time.now += 999;
  await get('a');
  expect(loads()).toBe(1);
  time.now += 1;
  await get('a');
  expect(loads()).toBe(2);
});

it('loads again when the clock was set back', async () => {
  const { time, get, loads } = setUp();
  await get('a');
  time.now -= 3_600_000;
  await get('a');
  expect(loads()).toBe(2);
});

it('forgets what was used longest ago', async () => {
  const { cache, get, loads } = setUp({ maxEntries: 2 });
  await get('a');
  await get('b');
  await get('a');
  await get('c');
  expect(cache.size).toBe(2);
  await get('a');
  expect(loads()).toBe(3);
  await get('b');
  expect(loads()).toBe(4);
});

it('does not keep failures, nor values that are not to be kept', async () => {
  const { cache, get, loads } = setUp();
  await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  await get('a', -1);
  await get('a', 1);
  expect(loads()).toBe(2);
});

it('does not serve after a change what was being read before it', async () => {
  const { cache, get } = setUp();
  let finish: (value: number) => void = () => {};
  const before = cache.get(
    'a',
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  cache.delete('a');
  finish(1);
  expect(await before).toBe(1);
  expect(await get('a', 2)).toBe(2);
  expect(await get('a', 3)).toBe(2);
});
