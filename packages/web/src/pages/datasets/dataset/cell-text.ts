import { canonicalJson } from '@runloom/model';
import { valueText } from '../../../components/value-tree/api-json.ts';

/** The text of a value as it is edited: texts bare, all else as JSON, nothing for nothing. */
export function editText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : valueText(value);
}

/**
 * The JSON of what was typed. In a column of texts everything is a text; elsewhere what reads as
 * JSON is that, with the digits as they were typed, and nothing is null.
 */
export function typedJson(text: string, isText: boolean): string {
  if (isText) return JSON.stringify(text);
  const plain = text.trim();
  if (plain === '') return 'null';
  return isJson(plain) ? plain : JSON.stringify(text);
}

/** Whether what stands in a cell is a list or an object, and what is typed would make a text of it. */
export const breaksJson = (value: unknown, text: string): boolean =>
  typeof value === 'object' && value !== null && text.trim() !== '' && !isJson(text.trim());

function isJson(text: string): boolean {
  try {
    canonicalJson(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether what is typed into a cell is a text: as its own value is, else as those of its column. */
export function isTextCell(value: unknown, others: readonly unknown[]): boolean {
  if (typeof value === 'string') return true;
  if (value !== undefined && value !== null) return false;
  const known = others.filter((other) => other !== undefined && other !== null);
  return known.length > 0 && known.every((other) => typeof other === 'string');
}
