import type { CallValues } from './call-values.ts';

/**
 * Texts of a call as they are indexed: escapes of JSON stand between words. The same text stands in the
 * migration that made the index, or the engine would not use it.
 */
const WORDS = `lowerUTF8(replaceRegexpAll(
  concat(op_name, ' ', display_name, ' ', inputs, ' ', output, ' ', exception), '\\\\\\\\.', ' '))`;

/** Whether all words of a text stand anywhere in a call, in any case. */
export function textCondition(values: CallValues, text: string): string {
  values.use('op_name', 'display_name', 'inputs', 'output', 'exception');
  const lower = text.toWellFormed().toLowerCase();
  // As the engine takes words apart: letters and digits of ASCII, and all beyond it.
  const wanted = [...new Set(lower.match(/[0-9a-z\u0080-\u{10ffff}]+/gu))];
  if (wanted.length === 0) return `position(${WORDS}, ${values.statement.text(lower.trim())}) > 0`;
  return `hasAllTokens(${WORDS}, ${values.statement.bind('Array(String)', wanted)})`;
}
