/**
 * Values of `/api/v1` as they arrive: plain JSON in which numbers that JSON can't hold are
 * `{"$number": text}`. These helpers never lose a digit.
 */
export type ValueKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' || boxedNumber(value) !== null) return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'object' ? 'object' : 'string';
}

/** The digits of `{"$number": …}`, or null when it is anything else. */
export function boxedNumber(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const keys = Object.keys(value);
  if (keys.length !== 1 || keys[0] !== '$number') return null;
  const text: unknown = Reflect.get(value, '$number');
  return typeof text === 'string' ? text : null;
}

/** A number with all its digits, also NaN, infinities and −0. */
export function numberText(value: unknown): string {
  return boxedNumber(value) ?? (Object.is(value, -0) ? '-0' : String(value));
}

/** Members of an object or items of an array, with their keys as text. */
export function entriesOf(value: unknown): readonly (readonly [key: string, value: unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** What stands under a key; never what every object inherits, since keys are whatever a client sent. */
export function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

/** As JSON text to copy, on one line or indented; numbers that JSON can't hold stand bare, as Python writes them. */
export function valueText(value: unknown, indent = 0): string {
  return write(value, indent === 0 ? null : ' '.repeat(indent), '');
}

function write(value: unknown, step: string | null, margin: string): string {
  const kind = kindOf(value);
  if (kind === 'number') return numberText(value);
  if (kind === 'null') return 'null';
  if (kind !== 'array' && kind !== 'object') return JSON.stringify(value);
  const inner = step === null ? '' : margin + step;
  const parts = entriesOf(value).map(([key, member]) => {
    const text = write(member, step, inner);
    return kind === 'array' ? text : `${JSON.stringify(key)}: ${text}`;
  });
  const [open, close] = kind === 'array' ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open + close;
  if (step === null) return `${open}${parts.join(', ')}${close}`;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${margin}${close}`;
}
