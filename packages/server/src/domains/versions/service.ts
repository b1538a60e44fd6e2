import type { MetadataStore } from '../../stores/metadata/types.ts';
import { createVersionStore } from './store.ts';

/** Numbers that order what replaces what in the column store. */
export interface Versions {
  /** Strictly growing, also from one start to the next; microseconds since the epoch. */
  next(): bigint;
  /** Reserves numbers ahead. To be called every minute or so. */
  reserve(): Promise<void>;
  /** Gives back what was reserved and not used. No number may be taken afterwards. */
  close(): Promise<void>;
}

const MINUTE_US = 60_000_000n;
/** Reserved ahead of the clock, so that giving out a number never waits for a store. */
const AHEAD_US = 10n * MINUTE_US;

/**
 * Numbers follow the clock. Where it steps back, within one process or between two starts, they go on
 * from the highest one given: a row that is sent again must never lose to the one it replaces. After
 * a crash the highest is only known to be below what was reserved, so they go on from there.
 *
 * @param options.clock milliseconds since the epoch
 */
export async function openVersions(options: {
  metadata: MetadataStore;
  clock?: () => number;
}): Promise<Versions> {
  const { clock = Date.now } = options;
  const store = createVersionStore(options.metadata);
  const now = (): bigint => BigInt(Math.floor(clock())) * 1000n;

  let last = await store.read();
  let reserved = last;

  async function reserve(): Promise<void> {
    let highest = now();
    if (last > highest) highest = last;
    if (reserved - highest > AHEAD_US / 2n) return;
    const below = highest + AHEAD_US;
    await store.write(below);
    reserved = below;
  }

  await reserve();
  return {
    next() {
      last += 1n;
      const time = now();
      if (time > last) last = time;
      return last;
    },
    reserve,
    close: () => store.write(last),
  };
}
