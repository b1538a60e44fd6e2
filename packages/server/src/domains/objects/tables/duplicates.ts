/** Counts rows that came before, told by the first 48 bits of their digests. */
export interface Duplicates {
  add(rowDigest: string): void;
  readonly count: number;
}

export function createDuplicates(): Duplicates {
  const seen = new Set<number>();
  let count = 0;
  return {
    add(rowDigest) {
      const before = seen.size;
      seen.add(Buffer.from(rowDigest.slice(0, 8), 'base64').readUIntBE(0, 6));
      if (seen.size === before) count += 1;
    },
    get count() {
      return count;
    },
  };
}
