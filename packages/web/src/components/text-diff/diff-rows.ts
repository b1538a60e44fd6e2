import { diffLines, diffWordsWithSpace } from 'diff';

/** A line of one of the two texts. */
export interface DiffLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** One row of a comparison: the same line of both, a changed one, or one that only one of them has. */
export interface DiffRow {
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
  readonly left: DiffLine | null;
  readonly right: DiffLine | null;
}

/** A row, or a stretch of same rows that is folded. */
export type ShownDiffRow =
  | DiffRow
  | { readonly kind: 'gap'; readonly from: number; readonly count: number };

/** Longer comparisons would stall the page; what is the same at both ends costs nothing. */
const MOST_EDITS = 20_000;

/** Lines of two texts beside each other; null when they differ in more than can be told apart in time. */
export function diffRows(left: string, right: string): readonly DiffRow[] | null {
  const parts = diffLines(withEnd(left), withEnd(right), {
    maxEditLength: MOST_EDITS,
    timeout: 3000,
  });
  if (parts === undefined) return null;
  const rows: DiffRow[] = [];
  let [leftAt, rightAt] = [1, 1];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined) continue;
    const next = parts[index + 1];
    if (!part.added && !part.removed) {
      for (const text of linesOf(part.value)) {
        rows.push({
          kind: 'same',
          left: { number: leftAt++, text },
          right: { number: rightAt++, text },
        });
      }
      continue;
    }
    const removed = part.removed ? linesOf(part.value) : [];
    const added = part.added ? linesOf(part.value) : next?.added ? linesOf(next.value) : [];
    if (part.removed && next?.added) index += 1;
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      const [before, after] = [removed[at], added[at]];
      rows.push({
        kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
        left: before === undefined ? null : { number: leftAt++, text: before },
        right: after === undefined ? null : { number: rightAt++, text: after },
      });
    }
  }
  return rows;
}

/**
 * Rows of which stretches that are the same are folded.
 * @param context lines that stay before and after a change; null: all
 * @param opened places of folded stretches that the reader opened
 */
export function foldedRows(
  rows: readonly DiffRow[],
  context: number | null,
  opened: ReadonlySet<number>,
): readonly ShownDiffRow[] {
  if (context === null) return rows;
  const shown: ShownDiffRow[] = [];
  let start = 0;
  while (start < rows.length) {
    let end = start;
    while (end < rows.length && rows[end]?.kind === 'same') end += 1;
    const from = start === 0 ? 0 : start + context;
    const to = end === rows.length ? end : end - context;
    if (to - from > 1 && !opened.has(from)) {
      shown.push(...rows.slice(start, from), { kind: 'gap', from, count: to - from });
      shown.push(...rows.slice(to, end));
    } else shown.push(...rows.slice(start, end));
    start = end;
    while (start < rows.length && rows[start]?.kind !== 'same') {
      const row = rows[start];
      if (row !== undefined) shown.push(row);
      start += 1;
    }
  }
  return shown;
}

/** In a unified view a block's removed lines stand before its added ones. */
export function unifiedRows(rows: readonly ShownDiffRow[]): readonly ShownDiffRow[] {
  const shown: ShownDiffRow[] = [];
  let added: DiffRow[] = [];
  const flush = () => {
    shown.push(...added);
    added = [];
  };
  for (const row of rows) {
    if (row.kind === 'changed') {
      shown.push({ kind: 'removed', left: row.left, right: null });
      added.push({ kind: 'added', left: null, right: row.right });
    } else if (row.kind === 'added') added.push(row);
    else {
      if (row.kind !== 'removed') flush();
      shown.push(row);
    }
  }
  flush();
  return shown;
}

/** Parts of a line, those that the other line does not have marked. */
export interface WordPart {
  readonly text: string;
  readonly isOwn: boolean;
}

/** Longer lines are not compared word by word. */
const MOST_WORD_CHARACTERS = 1_000;

export function wordParts(
  left: string,
  right: string,
  side: 'left' | 'right',
): readonly WordPart[] {
  const own = side === 'left' ? left : right;
  if (left.length + right.length > MOST_WORD_CHARACTERS) return [{ text: own, isOwn: false }];
  return diffWordsWithSpace(left, right)
    .filter(({ added, removed }) => (side === 'left' ? !added : !removed))
    .map(({ value, added, removed }) => ({ text: value, isOwn: added || removed }));
}

/** Without one, the last line would differ from the same line in a longer text. */
const withEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function linesOf(value: string): readonly string[] {
  return value
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}
