/** Of the files of one panel, so many bytes are kept by a recording, and so many places of its slider. */
export const MOST_KEPT_BYTES = 256_000_000;
const MOST_KEPT_STOPS = 1_000;

/** A file that stands at a place of the slider. */
export interface KeptFile {
  /** The same for the same file. */
  readonly id: string;
  readonly sizeBytes: number;
}

/**
 * The places of a slider that a recording keeps: from the one that is shown to both sides by turns, as
 * long as all files at them stay within the bound. What is shown is kept in any case.
 */
export function keptStops(
  stops: readonly number[],
  shown: number,
  filesAt: (stop: number) => readonly KeptFile[],
  mostBytes = MOST_KEPT_BYTES,
): readonly number[] {
  const known = new Set<string>();
  const kept: number[] = [];
  let bytes = 0;
  const take = (index: number): boolean => {
    const stop = stops[index];
    if (stop === undefined) return false;
    const fresh = filesAt(stop).filter(({ id }) => !known.has(id));
    const added = fresh.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (index !== shown && (bytes + added > mostBytes || kept.length >= MOST_KEPT_STOPS))
      return false;
    for (const { id } of fresh) known.add(id);
    bytes += added;
    kept.push(stop);
    return true;
  };
  take(shown);
  let [before, after] = [true, true];
  for (let by = 1; before || after; by += 1) {
    before &&= take(shown - by);
    after &&= take(shown + by);
  }
  return kept.sort((one, other) => one - other);
}

/** Names of files that a value mentions anywhere, of those that there are. */
export function filesIn(value: unknown, names: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  const look = (member: unknown): void => {
    if (typeof member === 'string') {
      if (names.has(member)) found.add(member);
    } else if (typeof member === 'object' && member !== null) Object.values(member).forEach(look);
  };
  look(value);
  return [...found];
}
