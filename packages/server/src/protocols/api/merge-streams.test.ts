import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mergeStreams } from './merge-streams.ts';

describe('streams that are merged', () => {
  it('give all that they have, each in its order, so many at once', async () => {
    let [open, most] = [0, 0];
    async function* stream(name: string) {
      open += 1;
      most = Math.max(most, open);
      for (const number of [1, 2, 3]) {
        await setImmediate();
        yield `${name}${number}`;
      }
      open -= 1;
    }
    const starts = ['a', 'b', 'c', 'd', 'e'].map((name) => () => stream(name));
    const found: (string | null)[] = [];
    for await (const item of mergeStreams(starts, { atOnce: 2, idleMs: 10_000 })) found.push(item);
    expect(most).toBe(2);
    expect(found).toHaveLength(15);
    for (const name of ['a', 'e']) {
      const own = found.filter((item) => item?.startsWith(name));
      expect(own).toEqual([`${name}1`, `${name}2`, `${name}3`]);
    }
  });

  it('are stopped when nobody reads on', async () => {
    let isStopped = false;
    async function* endless() {
      try {
        for (;;) {
          await setImmediate();
          yield 1;
        }
      } finally {
        isStopped = true;
      }
    }
    for await (const _ of mergeStreams([endless], { atOnce: 2, idleMs: 10_000 })) break;
    expect(isStopped).toBe(true);
  });

  it('say where nothing comes', async () => {
    const silent = Promise.withResolvers<void>();
    async function* late() {
      await silent.promise;
      yield 'late';
    }
    const found = [];
    for await (const item of mergeStreams([late], { atOnce: 1, idleMs: 1 })) {
      found.push(item);
      silent.resolve();
    }
    expect(found[0]).toBeNull();
    expect(found.at(-1)).toBe('late');
  });
});
