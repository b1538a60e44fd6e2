/**
 * Numbers that order what replaces what in the column store: strictly growing, microseconds since the
 * epoch. When the clock steps back the numbers go on from the highest one given.
 */
export function createVersions(clock: () => number = Date.now): () => bigint {
  let last = 0n;
  return () => {
    const now = BigInt(Math.floor(clock())) * 1000n;
    last = now > last ? now : last + 1n;
    return last;
  };
}
