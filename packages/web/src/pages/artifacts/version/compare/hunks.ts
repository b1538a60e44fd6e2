import type { DiffLine } from '@runloom/model';

/** Lines that stand together, and how many of those before them are left out. */
export interface Hunk {
  readonly skipped: number;
  readonly lines: readonly DiffLine[];
}

/** Lines kept around what changed. */
const AROUND = 3;

/** The lines that changed with a few around them; all of them when asked. The last may be empty, for what follows. */
export function hunksOf(lines: readonly DiffLine[], showsAll: boolean): readonly Hunk[] {
  if (showsAll) return [{ skipped: 0, lines }];
  const isKept = new Uint8Array(lines.length);
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'same') isKept.fill(1, Math.max(0, index - AROUND), index + AROUND + 1);
  }
  const hunks: Hunk[] = [];
  let skipped = 0;
  for (let index = 0; index < lines.length; index += 1) {
    if (isKept[index] === 0) {
      skipped += 1;
      continue;
    }
    const start = index;
    while (isKept[index] === 1) index += 1;
    hunks.push({ skipped, lines: lines.slice(start, index) });
    skipped = index < lines.length ? 1 : 0;
  }
  return skipped > 0 ? [...hunks, { skipped, lines: [] }] : hunks;
}
