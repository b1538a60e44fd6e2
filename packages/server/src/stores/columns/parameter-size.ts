import { RunloomError } from '../../platform/errors.ts';
import type { BoundValue } from './types.ts';

// Defaults of a ClickHouse server, both counted as percent-encoded: `http_max_field_value_size`, and
// `http_max_uri_size` with room for the rest of the address.
const MAX_VALUE_BYTES = 128 * 1024;
const MAX_TOGETHER_BYTES = 1000 * 1024;

/**
 * Refuses parameters that a ClickHouse server would not take, on every engine alike.
 * @throws RunloomError('too_large')
 */
export const checkSize = (params: Readonly<Record<string, BoundValue>>): void => {
  let together = 0;
  for (const [name, value] of Object.entries(params)) {
    const bytes = encodedSize(value);
    together += bytes;
    if (bytes >= MAX_VALUE_BYTES || together >= MAX_TOGETHER_BYTES) {
      throw new RunloomError('too_large', `The parameter ${name} of a read is too large.`);
    }
  }
};

const encodedSize = (value: BoundValue): number => {
  const text = Array.isArray(value)
    ? `[${value.map((item) => (typeof item === 'string' ? `'${escaped(item)}'` : item)).join(',')}]`
    : escaped(String(value));
  return new URLSearchParams([['', text]]).toString().length - 1;
};

/** As long as what the client sends: each of these becomes a backslash and a character. */
const escaped = (text: string): string => text.replace(/[\t\n\r'\\]/g, '\\n');
