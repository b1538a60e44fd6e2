/** A part of a view's JSON. Nothing of it is known before it is read. */
export type Json = Readonly<Record<string, unknown>>;

const NOTHING: Json = {};

/** The value where it is an object; nothing of what is none. */
export function recordOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : NOTHING;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item) => typeof item === 'string');

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const flagOf = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

/** A whole number between two ends; undefined for what is no number. */
export function wholeOf(value: unknown, least: number, most: number): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : Math.min(most, Math.max(least, Math.round(number)));
}

/** Without members that say nothing. */
export function compact<T extends object>(
  members: T,
): { [Name in keyof T]?: NonNullable<T[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: NonNullable<T[Name]>;
  };
}

/** The other way round. */
export function invert<Key extends string, Value extends string>(
  names: Readonly<Record<Key, Value>>,
): Readonly<Partial<Record<Value, Key>>> {
  return Object.fromEntries(Object.entries(names).map(([key, value]) => [value, key])) as Partial<
    Record<Value, Key>
  >;
}

/** The member of a table that a value names; undefined for any other value. */
export function lookUp<Value>(table: Readonly<Record<string, Value>>, name: unknown) {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}
