import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';

it('never has more at once than allowed, keeps the order and survives failures', async () => {
  const limit = createLimiter(3);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      limit(async () => {
        started.push(index);
        running += 1;
        most = Math.max(most, running);
        await setImmediate();
        running -= 1;
        if (index % 5 === 0) throw new Error('fails');
        return index;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
});

it('refuses those that would wait past the end of the line, and takes others once there is room', async () => {
  const limit = createLimiter(1, { most: 1, refuse: () => new Error('too many') });
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = limit(() => promise);
  const second = limit(async () => 'second');
  await expect(limit(async () => 'third')).rejects.toThrow('too many');
  resolve();
  await first;
  expect(await second).toBe('second');
  expect(await limit(async () => 'fourth')).toBe('fourth');
});
