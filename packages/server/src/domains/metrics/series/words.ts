const HALF = 2 ** 32;

/** 64-bit whole numbers by their halves: many times faster to compare and to convert than through bigint. */
export interface Words {
  readonly high: Int32Array;
  readonly low: Uint32Array;
}

export function wordsOf(values: BigInt64Array): Words {
  const halves = [values.buffer, values.byteOffset, values.length * 2] as const;
  return { high: new Int32Array(...halves), low: new Uint32Array(...halves) };
}

/** The nearest double of the value at an index. */
export function numberAt({ high, low }: Words, at: number): number {
  return (high[at * 2 + 1] as number) * HALF + (low[at * 2] as number);
}

export function compareAt(a: Words, at: number, b: Words, bt: number): number {
  const difference = (a.high[at * 2 + 1] as number) - (b.high[bt * 2 + 1] as number);
  return difference !== 0 ? difference : (a.low[at * 2] as number) - (b.low[bt * 2] as number);
}

/** The nearest doubles of the values from one index to before another. */
export function numbersOf(words: Words, from: number, to: number): Float64Array {
  const numbers = new Float64Array(to - from);
  for (let at = from; at < to; at += 1) numbers[at - from] = numberAt(words, at);
  return numbers;
}
