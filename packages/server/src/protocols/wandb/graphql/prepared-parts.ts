import { randomUUID } from 'node:crypto';

/**
 * Parts of an answer that are JSON already. Each goes through the execution as a text that nobody
 * can guess, in whose place the part is put once the answer has been written: thousands of rows or
 * keys are then neither looked at one by one nor escaped again.
 */
export interface PreparedParts {
  /** What stands for a list. @param items of a JSON array, with the commas between them */
  list(items: Buffer): readonly string[];
  /** What stands for any other value. @param json its text */
  value(json: string): string;
  /** The answer's JSON with the parts in it. */
  fill(json: string): string | Buffer;
}

export function createPreparedParts(): PreparedParts {
  const parts = new Map<string, Buffer>();
  const put = (part: Buffer): string => {
    const mark = randomUUID();
    parts.set(mark, part);
    return mark;
  };
  return {
    list: (items) => (items.length === 0 ? [] : [put(items)]),
    value: (json) => put(Buffer.from(json)),
    fill(json) {
      if (parts.size === 0) return json;
      // A list of one text is `["…"]`: its quotes go with it.
      const marks = new RegExp([...parts.keys()].map((mark) => `"${mark}"`).join('|'), 'g');
      const pieces: Buffer[] = [];
      let from = 0;
      for (const { 0: quoted, index } of json.matchAll(marks)) {
        pieces.push(Buffer.from(json.slice(from, index)));
        pieces.push(parts.get(quoted.slice(1, -1)) ?? Buffer.alloc(0));
        from = index + quoted.length;
      }
      pieces.push(Buffer.from(json.slice(from)));
      return Buffer.concat(pieces);
    },
  };
}
