import { type ExactJson, parseExactJson, stringifyExact } from '@runloom/model';

/** As long as integers past 64 bits are, digits. */
const LONG_INTEGER = 19;

/** Unpaired surrogates, bare NaN: one of them, or an integer past 64 bits, makes a text unreadable to the engine. */
const SUSPECTS = ['NaN', 'Infinity', '\\ud', '\\uD'] as const;

/**
 * The same JSON so that the engine reads it, for conditions and sorts alone; '' where it does already.
 * What is no JSON stays so.
 */
export function plainJson(json: string): string {
  if (!isSuspect(json)) return '';
  try {
    const value = parseExactJson(json);
    const plain = stringifyExact(toPlain(value)).toWellFormed();
    return plain === json ? '' : plain;
  } catch {
    return '';
  }
}

/** All payloads come by here: looked through by what searches quickest. */
const isSuspect = (json: string): boolean =>
  SUSPECTS.some((suspect) => json.includes(suspect)) || hasLongInteger(json);

/** So many digits in a row stand on at least one of these places: the others need not be looked at. */
function hasLongInteger(json: string): boolean {
  for (let at = LONG_INTEGER - 1; at < json.length; at += LONG_INTEGER) {
    if (!isDigit(json, at)) continue;
    let from = at;
    while (isDigit(json, from - 1)) from -= 1;
    let to = at + 1;
    while (isDigit(json, to)) to += 1;
    if (to - from >= LONG_INTEGER) return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
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
