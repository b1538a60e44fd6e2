import type { ExpectedValue } from '@runloom/model';
import type { ScoredCase } from './types.ts';

/** Why a scorer can say nothing of a case. */
export class ScorerError extends Error {
  override readonly name = 'ScorerError';
}

/** What stands at a path of keys and places joined by dots; undefined where there is nothing. */
export function memberAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  // A key may hold dots itself.
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, path)) {
    return Reflect.get(value, path);
  }
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** The answer, or a field of it; of a text that holds JSON the field of that. @throws ScorerError */
export function answerOf({ output }: ScoredCase, field: string): unknown {
  if (field === '') return output;
  const found = memberAt(typeof output === 'string' ? jsonOf(output) : output, field);
  if (found === undefined) throw new ScorerError(`The answer has no field "${field}".`);
  return found;
}

/** @throws ScorerError where the inputs do not have it */
export function expectedOf({ inputs }: ScoredCase, expected: ExpectedValue): unknown {
  if (expected.from === 'text') return expected.text;
  const found = memberAt(inputs, expected.path);
  if (found === undefined || found === null) {
    throw new ScorerError(`The inputs have nothing at "${expected.path}" to compare with.`);
  }
  return found;
}

/** Texts as they are, all else as JSON. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

/** Undefined for a text that is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @throws ScorerError for what is no finite number, naming what it is */
export function numberOf(value: unknown, what: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new ScorerError(`${what} is no number: ${textOf(value).slice(0, 100)}`);
}
