import { randomUUID } from 'node:crypto';

/**
 * Lists of an answer that are JSON already. Each goes through the execution as one text that nobody
 * can guess, in whose place the list is put once the answer has been written: thousands of rows are
 * then neither looked at one by one nor escaped again.
 */
export interface PreparedLists {
  /** @param items of a JSON array, with the commas between them */
  add(items: Buffer): readonly string[];
  /** The answer's JSON with the lists in it. */
  fill(json: string): string | Buffer;
}

export function createPreparedLists(): PreparedLists {
  const lists = new Map<string, Buffer>();
  return {
    add(items) {
      if (items.length === 0) return [];
      const mark = randomUUID();
      lists.set(mark, items);
      return [mark];
    },
    fill(json) {
      if (lists.size === 0) return json;
      // The list of one text is `["…"]`: its quotes go with it.
      const marks = new RegExp([...lists.keys()].map((mark) => `"${mark}"`).join('|'), 'g');
      const pieces: Buffer[] = [];
      let from = 0;
      for (const { 0: quoted, index } of json.matchAll(marks)) {
        pieces.push(Buffer.from(json.slice(from, index)));
        pieces.push(lists.get(quoted.slice(1, -1)) ?? Buffer.alloc(0));
        from = index + quoted.length;
      }
      pieces.push(Buffer.from(json.slice(from)));
      return Buffer.concat(pieces);
    },
  };
}
