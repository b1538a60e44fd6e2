import { type ExactJson, parseExactJson } from '@runloom/model';
import { toWireJson } from './scalars.ts';

type Picked = Record<string, unknown>;
type Plain = { readonly [key: string]: unknown };

/**
 * The members of a row that dotted keys name, ready for an answer; keys that the row lacks are left
 * out. A literal key wins over a nested one, at every level; an object that only holds other keys is
 * no value.
 */
export function pickKeys(text: string, keys: readonly string[]): Picked {
  const plain = parsePlain(text);
  const exact = plain === null ? parseExactJson(text) : null;
  const picked: Picked = Object.create(null);
  for (const key of keys) {
    const value = plain === null ? exactAt(exact, key) : plainAt(plain, key);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

/** An integer that a double may not hold, which JSON.parse would round. */
const LONG_INTEGER = /(?<![.\d])\d{16,}(?![.\d]*[.eE])/;

/** JSON.parse is many times faster; null for what it refuses or rounds. */
function parsePlain(text: string): Plain | null {
  if (LONG_INTEGER.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value) ? value : null;
  } catch {
    return null;
  }
}

function plainAt(row: Plain, key: string): unknown {
  if (Object.hasOwn(row, key)) {
    const value = row[key];
    return isPlain(value) && typeof value['_type'] !== 'string' ? undefined : wireValue(value);
  }
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const name = key.slice(0, dot);
    const member = Object.hasOwn(row, name) ? row[name] : undefined;
    const found = isPlain(member) ? plainAt(member, key.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Numbers of JSON that a double can't hold, or that JSON.stringify would write otherwise. */
function wireValue(value: unknown): unknown {
  if (typeof value === 'number') return toWireJson(value);
  if (Array.isArray(value)) return value.map(wireValue);
  if (!isPlain(value)) return value;
  const members: Picked = Object.create(null);
  for (const [name, member] of Object.entries(value)) members[name] = wireValue(member);
  return members;
}

function exactAt(row: ExactJson, key: string): unknown {
  if (!(row instanceof Map)) return undefined;
  const literal = row.get(key);
  if (literal instanceof Map && typeof literal.get('_type') !== 'string') return undefined;
  if (literal !== undefined) return toWireJson(literal);
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const member = row.get(key.slice(0, dot));
    const found = member === undefined ? undefined : exactAt(member, key.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
