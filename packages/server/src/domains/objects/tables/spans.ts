/** A stretch of a chunk: `count` rows from the one at `from` on. */
export interface Span {
  /** Number of the chunk in the metadata store. */
  readonly chunk: number;
  readonly from: number;
  readonly count: number;
}

export const encodeSpans = (spans: readonly Span[]): string =>
  JSON.stringify(spans.flatMap(({ chunk, from, count }) => [chunk, from, count]));

export function decodeSpans(text: string): Span[] {
  const numbers = JSON.parse(text) as number[];
  const spans: Span[] = [];
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    const [chunk = 0, from = 0, count = 0] = numbers.slice(at, at + 3);
    spans.push({ chunk, from, count });
  }
  return spans;
}

export const rowCountOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { count }) => sum + count, 0);

/** The rows from `offset` on, at most `limit`. */
export function sliceSpans(spans: readonly Span[], offset: number, limit: number): Span[] {
  const slice: Span[] = [];
  let [skip, left] = [offset, limit];
  for (const { chunk, from, count } of spans) {
    if (left <= 0) break;
    if (skip >= count) {
      skip -= count;
      continue;
    }
    const taken = Math.min(count - skip, left);
    slice.push({ chunk, from: from + skip, count: taken });
    skip = 0;
    left -= taken;
  }
  return slice;
}

/** Stretches that follow each other become one. */
export function joinSpans(spans: Iterable<Span>): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    if (span.count === 0) continue;
    const last = joined.at(-1);
    if (last !== undefined && last.chunk === span.chunk && last.from + last.count === span.from) {
      joined[joined.length - 1] = { ...last, count: last.count + span.count };
    } else joined.push(span);
  }
  return joined;
}
