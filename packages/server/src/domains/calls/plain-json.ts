import { type ExactJson, parseExactJson, stringifyExact } from '@runloom/model';

/** Integers past 64 bits, unpaired surrogates and bare NaN: one of them makes a text unreadable to the engine. */
const SUSPECT = /\d{19}|\\u[dD][89a-fA-F]|NaN|Infinity/;

/**
 * The same JSON so that the engine reads it, for conditions and sorts alone; '' where it does already.
 * What is no JSON stays so.
 */
export function plainJson(json: string): string {
  if (!SUSPECT.test(json)) return '';
  try {
    const value = parseExactJson(json);
    const plain = stringifyExact(toPlain(value)).toWellFormed();
    return plain === json ? '' : plain;
  } catch {
    return '';
  }
}

function toPlain(value: ExactJson): ExactJson {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) {
    return new Map([...value].map(([key, member]) => [key.toWellFormed(), toPlain(member)]));
  }
  return value;
}
