/** Numbers from 0 to before 1 that look like chance and follow from the seed alone. */
export type Random = () => number;

/** Mulberry32: 32 bits of state, enough for resampling; the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts the first `count` numbers into an order by chance (Fisher and Yates). */
export function shuffle(numbers: Int32Array, count: number, random: Random): void {
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = numbers[at] as number;
    numbers[at] = numbers[other] as number;
    numbers[other] = kept;
  }
}
