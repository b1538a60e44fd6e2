import { z } from 'zod';
import { invalid } from '../../platform/errors.ts';

/** Reads what a question of an address gives as JSON, for lists and objects. @throws RunloomError('invalid') */
export function readQueryJson<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  text: string,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${name} must be JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(`${name} is not what this address takes: ${z.prettifyError(parsed.error)}`);
}
