import { expect, it } from 'vitest';
import { createSilenceWatch } from './silence.ts';

function clocks() {
  const now = { wall: 1_000_000, monotonic: 0 };
  return {
    pass(milliseconds: number) {
      now.wall += milliseconds;
      now.monotonic += milliseconds;
    },
    setWall(change: number) {
      now.wall += change;
    },
    watch: createSilenceWatch(
      () => now.wall,
      () => now.monotonic,
    ),
    now,
  };
}

it('blames nobody until a whole time-out has passed since the start', () => {
  const { pass, watch, now } = clocks();
  pass(99_000);
  expect(watch.deadline(100_000)).toBeNull();
  pass(1_000);
  expect(watch.deadline(100_000)).toBe(now.wall - 100_000);
});

it.each([[3_600_000], [-3_600_000]])('starts over when the clock is set by %i ms', (change) => {
  const { pass, setWall, watch, now } = clocks();
  pass(200_000);
  expect(watch.deadline(100_000)).not.toBeNull();
  setWall(change);
  expect(watch.deadline(100_000)).toBeNull();
  pass(100_000);
  expect(watch.deadline(100_000)).toBe(now.wall - 100_000);
});
