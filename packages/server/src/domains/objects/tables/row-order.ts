import { itemText, memberText, stringOf } from '@runloom/model';
import type { JsonText, TableQuery } from '../types.ts';

/** What a row is put in order by. */
export type Key = number | string | null;
type Order = NonNullable<TableQuery['sort']>;

/** Keys of a dotted path; `\.` stands for a dot. */
export function readPath(field: string): readonly string[] {
  const keys: string[] = [];
  let key = '';
  for (let at = 0; at < field.length; at += 1) {
    const character = field.charAt(at);
    if (character === '\\' && at + 1 < field.length) {
      at += 1;
      key += field.charAt(at);
    } else if (character === '.') {
      keys.push(key);
      key = '';
    } else key += character;
  }
  return [...keys, key];
}

/** Places of rows in order: numbers before texts, what is missing last whatever the direction. */
export function orderOf(keys: readonly (readonly Key[])[], order: Order): Uint32Array {
  const places = Uint32Array.from(keys, (_, index) => index);
  return places.sort((a, b) => {
    for (let at = 0; at < order.length; at += 1) {
      const found = compare(keys[a]?.[at] ?? null, keys[b]?.[at] ?? null, order[at]?.direction);
      if (found !== 0) return found;
    }
    return a - b;
  });
}

function compare(a: Key, b: Key, direction: 'asc' | 'desc' | undefined): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const upward = compareKnown(a, b);
  return direction === 'desc' ? -upward : upward;
}

function compareKnown(a: number | string, b: number | string): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : Number(a > b);
}

/** The value at the path. */
export function sortKeyAt(value: JsonText, path: readonly string[]): Key {
  let text: string | null = value.trim();
  for (const key of path) {
    if (text === null) return null;
    const isItem: boolean = text.startsWith('[') && /^\d+$/.test(key);
    text = isItem ? itemText(text, Number(key)) : memberText(text, key);
  }
  return sortKeyOf(text);
}

/** Of a JSON text; an empty one is no value. */
export function sortKeyOf(text: JsonText | null): Key {
  if (text === null || text === '' || text === 'null') return null;
  const plain = stringOf(text);
  if (plain !== null) return plain;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
