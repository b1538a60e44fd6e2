import { type ExactJson, parseExactJson } from '@runloom/model';
import { type Json, recordOf } from './json.ts';

/** As our specs have it: numbers are doubles, and JSON has no others. */
export function plain(value: ExactJson): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof Map
    ? Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]))
    : value;
}

/** The object that a value is, in the same form; nothing of what is none. */
export const plainRecord = (value: ExactJson): Json => recordOf(plain(value));

export const exact = (value: unknown): ExactJson => parseExactJson(JSON.stringify(value));
