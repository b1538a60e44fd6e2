/** Which run stands in which row, as far as the rows were on screen since the list last changed. */
export interface RowOrder {
  /** Forgets what it knows when the list is another one: its order, its groups, its length. */
  reset(list: string): void;
  /** @param run null for the row of a group */
  see(index: number, run: string | null): void;
  /** All from one run to another, both among them; null when a row between them is not known. */
  between(from: string, to: string): readonly string[] | null;
}

export function createRowOrder(): RowOrder {
  let of = '';
  const rows = new Map<number, string | null>();
  const indexOf = (run: string): number | null => {
    for (const [index, name] of rows) if (name === run) return index;
    return null;
  };
  return {
    reset(list) {
      if (list === of) return;
      of = list;
      rows.clear();
    },
    see(index, run) {
      rows.set(index, run);
    },
    between(from, to) {
      const [a, b] = [indexOf(from), indexOf(to)];
      if (a === null || b === null) return null;
      const names: string[] = [];
      for (let index = Math.min(a, b); index <= Math.max(a, b); index += 1) {
        const name = rows.get(index);
        if (name === undefined) return null;
        if (name !== null) names.push(name);
      }
      return names;
    },
  };
}
