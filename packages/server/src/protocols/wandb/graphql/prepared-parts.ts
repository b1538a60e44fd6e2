import { randomUUID } from 'node:crypto';
import type { SpareMemory } from '../../../platform/spare-memory.ts';

/**
 * Parts of an answer that are JSON already. Each goes through the execution as a text that nobody
 * can guess, in whose place the part is put once the answer has been written: thousands of rows or
 * keys are then neither looked at one by one nor escaped again.
 */
export interface PreparedParts {
  /** What stands for a list. @param items of a JSON array, with the commas between them; copied */
  list(this: void, items: Buffer): readonly string[];
  /** What stands for any other value. @param json its text, which is not changed any more */
  value(this: void, json: Buffer): string;
  /** The answer's JSON with the parts in it, valid until `release`. */
  fill(json: string): string | Buffer;
  /** To be called when what was filled has been sent. */
  release(): void;
}

/** @param memory for copies of the parts and the whole answer */
export function createPreparedParts(memory: SpareMemory): PreparedParts {
  const parts = new Map<string, Buffer>();
  const filled: Buffer[] = [];
  const put = (part: Buffer): string => {
    const mark = randomUUID();
    parts.set(mark, part);
    return mark;
  };
  const join = (pieces: readonly Buffer[]): Buffer => {
    const sizeBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const whole = memory.take(sizeBytes);
    let at = 0;
    for (const piece of pieces) at += piece.copy(whole, at);
    filled.push(whole);
    return whole.subarray(0, sizeBytes);
  };
  return {
    list(items) {
      if (items.length === 0) return [];
      const copy = memory.take(items.length);
      items.copy(copy);
      return [put(copy.subarray(0, items.length))];
    },
    value: put,
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
      const whole = join(pieces);
      for (const part of parts.values()) memory.giveBack(part);
      parts.clear();
      return whole;
    },
    release() {
      for (const one of filled.splice(0)) memory.giveBack(one);
    },
  };
}
