import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenQuiet } from './when-quiet.ts';

/** A page whose idle moments come when the test says so. */
function makePage() {
  const waiting: ((deadline: { readonly didTimeout: boolean }) => void)[] = [];
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestIdleCallback', (then: (typeof waiting)[number]) => waiting.push(then));
  vi.stubGlobal('cancelIdleCallback', () => waiting.splice(0));
  const idle = (didTimeout = false) => {
    for (const then of waiting.splice(0)) then({ didTimeout });
  };
  return {
    idle,
    /** Time goes by, and the page is idle again and again. */
    rest: (ms: number) => {
      for (let past = 0; past < ms; past += 10) {
        vi.advanceTimersByTime(10);
        idle();
      }
    },
  };
}

const busy = { isAsking: false, isDrawing: false };
const element = { querySelector: () => (busy.isDrawing ? {} : null) } as unknown as HTMLElement;

function watch(onQuiet: (element: HTMLElement, isWhole: boolean) => void): () => void {
  return whenQuiet(
    { elementOf: () => element, isAsking: () => busy.isAsking, quietMs: 250 },
    onQuiet,
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  Object.assign(busy, { isAsking: false, isDrawing: false });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('tells of what is drawn once nothing was on its way for so long', () => {
  const page = makePage();
  const told = vi.fn();
  busy.isAsking = true;
  watch(told);
  page.rest(1_000);
  expect(told).not.toHaveBeenCalled();
  Object.assign(busy, { isAsking: false, isDrawing: true });
  page.rest(1_000);
  expect(told).not.toHaveBeenCalled();
  busy.isDrawing = false;
  page.rest(200);
  expect(told).not.toHaveBeenCalled();
  page.rest(200);
  expect(told.mock.calls).toEqual([[element, true]]);
});

it('does not take time that the page had to work for quiet', () => {
  const page = makePage();
  const told = vi.fn();
  watch(told);
  vi.advanceTimersByTime(5_000);
  page.idle();
  expect(told).not.toHaveBeenCalled();
  // Never idle: looked at, but not found quiet.
  for (let time = 0; time < 10; time += 1) {
    vi.advanceTimersByTime(1_000);
    page.idle(true);
  }
  expect(told).not.toHaveBeenCalled();
  page.rest(400);
  expect(told.mock.calls).toEqual([[element, true]]);
});

it('tells after a minute of what never came to rest, and of nothing once it was ended', () => {
  const page = makePage();
  const told = vi.fn();
  busy.isDrawing = true;
  watch(told);
  page.rest(61_000);
  expect(told.mock.calls).toEqual([[element, false]]);

  const ended = vi.fn();
  const stop = watch(ended);
  stop();
  page.rest(61_000);
  expect(ended).not.toHaveBeenCalled();
});
