import { invalid } from '../../platform/errors.ts';

/**
 * A bound value as both engines store it and give it back. Booleans become 0 or 1. Text with NUL or
 * an unpaired surrogate is refused, because PostgreSQL refuses the first and UTF-8 can't hold the
 * second: domains encode text that may hold them (`encodeKey` of the model).
 * @throws RunloomError('invalid') for such text; TypeError for a value that would not come back as it was
 */
export function storable(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      if (value.includes('\u0000') || !value.isWellFormed()) {
        throw invalid(
          'The text holds a NUL or an unpaired surrogate, which can not be stored here.',
        );
      }
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'number':
      if (Number.isNaN(value)) throw new TypeError('NaN can not be stored in the metadata store');
      return value;
    case 'bigint':
      if (!Number.isSafeInteger(Number(value))) {
        throw new TypeError(`The integer ${value} is past 2^53 and would not be read back exactly`);
      }
      return value;
    default:
      if (value === null || value === undefined || value instanceof Uint8Array)
        return value ?? null;
      throw new TypeError('The metadata store holds text, numbers, bytes and null; JSON is text');
  }
}

/** The text with `�` for what is refused, where it is only looked for or shown. */
export const storableText = (text: string): string =>
  text.toWellFormed().replaceAll('\0', '\ufffd');
