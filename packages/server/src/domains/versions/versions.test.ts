import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestMetadata } from '../testing/index.ts';
import { openVersions } from './index.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 25);

let store: Awaited<ReturnType<typeof openTestMetadata>>;
let time: number;
const open = () => openVersions({ metadata: store.metadata, clock: () => time });

beforeEach(async () => {
  store = await openTestMetadata();
  time = START_MS;
});
afterEach(() => store.close());

describe('versions grow strictly', () => {
  it('also when the clock stands still or steps back', async () => {
    const versions = await open();
    const taken = [0, 0, -2, 4].map((afterMs) => {
      time = START_MS + afterMs;
      return versions.next() - BigInt(START_MS) * 1000n;
    });
    expect(taken).toEqual([0n, 1n, 2n, 4000n]);
  });

  it('after a stop, when the clock was set back by a day, and follow the clock again at once', async () => {
    const before = await open();
    const last = before.next();
    await before.close();

    time -= 24 * 60 * MINUTE_MS;
    const after = await open();
    expect(after.next()).toBe(last + 1n);
    await after.close();
    time = START_MS + 1;
    expect((await open()).next()).toBe(BigInt(time) * 1000n);
  });

  it('after a crash, whatever was given since the last reservation', async () => {
    const before = await open();
    let last = 0n;
    for (let minute = 0; minute < 30; minute += 1) {
      time += MINUTE_MS;
      await before.reserve();
      last = before.next();
    }

    time = START_MS;
    expect((await open()).next()).toBeGreaterThan(last);
  });

  it('over many crashes with a clock that never moves', async () => {
    let last = 0n;
    for (let start = 0; start < 5; start += 1) {
      const versions = await open();
      const next = versions.next();
      expect(next).toBeGreaterThan(last);
      last = next;
    }
  });
});
