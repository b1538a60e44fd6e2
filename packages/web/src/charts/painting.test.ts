import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPainting } from './painting.ts';

/** Frames that the test draws by hand, and a clock that paints move on. */
let frames: (() => void)[] = [];
let now = 0;

beforeEach(() => {
  frames = [];
  now = 0;
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => frames.push(paint));
  vi.stubGlobal('cancelAnimationFrame', () => frames.splice(0));
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function nextFrame(): void {
  for (const paint of frames.splice(0)) paint();
}

function takeLong(): void {
  now += 100;
}

it('as many charts are painted in a frame as there is time for, in the order they asked', () => {
  const painting = createPainting();
  const painted: number[] = [];
  for (const index of [0, 1, 2, 3, 4]) {
    painting.request(() => {
      painted.push(index);
      now += 7;
    });
  }
  nextFrame();
  expect([painted, painting.isBusy()]).toEqual([[0, 1], true]);
  nextFrame();
  nextFrame();
  expect([painted, painting.isBusy(), frames.length]).toEqual([[0, 1, 2, 3, 4], false, 0]);
});

it('a chart that asks twice is painted once, and one that takes its wish back is not', () => {
  const painting = createPainting();
  const [once, never] = [vi.fn(), vi.fn()];
  painting.request(once);
  painting.request(once);
  painting.request(never);
  painting.cancel(never);
  nextFrame();
  nextFrame();
  expect([once.mock.calls.length, never.mock.calls.length]).toEqual([1, 0]);
});

it('a chart that takes longer than a frame is painted all the same, one at a time', () => {
  const painting = createPainting();
  const told: boolean[] = [];
  painting.watch(() => told.push(painting.isBusy()));
  const slow = vi.fn(takeLong);
  const other = vi.fn(takeLong);
  painting.request(slow);
  painting.request(other);
  nextFrame();
  expect([slow.mock.calls.length, other.mock.calls.length]).toEqual([1, 0]);
  nextFrame();
  expect([other.mock.calls.length, told]).toEqual([1, [true, false]]);
});
