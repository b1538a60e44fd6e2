/** One line of a comparison: in both texts, only in the one before, or only in the one after. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Line numbers from 1; null where the line is not. */
  readonly before: number | null;
  readonly after: number | null;
}

/** More edits than this are not looked for: what is left is told as removed and added. */
const MOST_EDITS = 2_000;

/**
 * What lines became of `before`: the fewest lines removed and added, by Myers' algorithm (An O(ND)
 * Difference Algorithm and Its Variations, 1986). Texts that hardly have a line in common are told
 * as removed and added as a whole, so that it always ends soon.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  return diffSequences(linesOf(before), linesOf(after));
}

/** Lines without their ends; the end of the last line makes no line of its own. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function diffSequences(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const kept = commonPairs(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  const upTo = (leftEnd: number, rightEnd: number): void => {
    for (; left < leftEnd; left += 1) {
      lines.push({ kind: 'removed', text: before[left] ?? '', before: left + 1, after: null });
    }
    for (; right < rightEnd; right += 1) {
      lines.push({ kind: 'added', text: after[right] ?? '', before: null, after: right + 1 });
    }
  };
  const keep = (leftAt: number, rightAt: number): void => {
    upTo(leftAt, rightAt);
    const text = before[left] ?? '';
    lines.push({ kind: 'same', text, before: left + 1, after: right + 1 });
    left += 1;
    right += 1;
  };
  for (let index = 0; index < start; index += 1) keep(index, index);
  for (const [leftAt, rightAt] of kept) keep(start + leftAt, start + rightAt);
  for (let index = end; index > 0; index -= 1) keep(before.length - index, after.length - index);
  upTo(before.length, after.length);
  return lines;
}

/** Positions of lines that both keep, in order: a longest common subsequence. */
function commonPairs(
  before: readonly string[],
  after: readonly string[],
): readonly (readonly [number, number])[] {
  if (before.length === 0 || after.length === 0) return [];
  const size = Math.min(before.length + after.length, MOST_EDITS);
  const offset = size + 1;
  const furthest = new Int32Array(2 * size + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= size; edits += 1) {
    trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const below = furthest[offset + diagonal + 1] ?? 0;
      const above = furthest[offset + diagonal - 1] ?? 0;
      const goesDown = diagonal === -edits || (diagonal !== edits && above < below);
      let left = goesDown ? below : above + 1;
      while (
        left < before.length &&
        left - diagonal < after.length &&
        before[left] === after[left - diagonal]
      ) {
        left += 1;
      }
      furthest[offset + diagonal] = left;
      if (left >= before.length && left - diagonal >= after.length) {
        return walkBack(trace, before.length, after.length);
      }
    }
  }
  return [];
}

function walkBack(
  trace: readonly Int32Array[],
  leftEnd: number,
  rightEnd: number,
): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let [left, right] = [leftEnd, rightEnd];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] ?? new Int32Array();
    const at = (diagonal: number): number => furthest[diagonal + edits + 1] ?? 0;
    const diagonal = left - right;
    const goesDown =
      diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const from = goesDown ? diagonal + 1 : diagonal - 1;
    const [leftBefore, rightBefore] = edits === 0 ? [0, 0] : [at(from), at(from) - from];
    while (left > leftBefore && right > rightBefore) {
      left -= 1;
      right -= 1;
      pairs.push([left, right]);
    }
    [left, right] = [leftBefore, rightBefore];
  }
  return pairs.reverse();
}
