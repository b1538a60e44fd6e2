import { randomUUID } from 'node:crypto';

/**
 * Parts of one answer that are JSON text already. A long list is written several times faster by who
 * knows its shape than by way of objects, and without holding them all.
 */
export interface Fragments {
  /** What stands for the text in the answer until it is written. */
  put(json: string): unknown;
  /** The whole answer. */
  write(answer: object): string;
}

export function createFragments(): Fragments {
  const texts: string[] = [];
  let mark = '';
  return {
    put(json) {
      // Nobody who writes values into an answer can know it.
      mark ||= randomUUID();
      texts.push(json);
      return `${mark} ${texts.length - 1}`;
    },
    write(answer) {
      const text = JSON.stringify(answer);
      if (texts.length === 0) return text;
      const places = new RegExp(`"${mark} (\\d+)"`, 'g');
      return text.replace(places, (_, at: string) => texts[Number(at)] ?? 'null');
    },
  };
}
