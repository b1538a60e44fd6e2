/** JSON that has one text only: what can be hashed. Numbers are whole and exact. */
export type CanonicalJson =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalJson[]
  | { readonly [key: string]: CanonicalJson };

/**
 * The text of a value after RFC 8785 (JSON Canonicalization Scheme): no spaces, members in the order of
 * their names' UTF-16 units, strings as `JSON.stringify` writes them.
 * @throws Error for a number that is not whole or not exact: the scheme's rule for them is not needed here
 */
export function canonicalJson(value: CanonicalJson): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is not a whole, exact number`);
    return String(Object.is(value, -0) ? 0 : value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name.toWellFormed())}:${canonicalJson(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

const isList = (value: CanonicalJson): value is readonly CanonicalJson[] => Array.isArray(value);
