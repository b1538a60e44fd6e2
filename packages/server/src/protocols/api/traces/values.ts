import { type ExactJson, parseExactJson, stringifyExact, toApiJson } from '@runloom/model';
import type { JsonText } from '../../../domains/calls/index.ts';

/** JSON that a client sent; what can't be read is shown as the text it is. */
export function readJson(text: JsonText | null): ExactJson {
  if (text === null || text === '') return null;
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}

export const apiJson = (text: JsonText | null): unknown => toApiJson(readJson(text));

/** What stands at a path such as `inputs.messages.0.content`, dots in keys written as `\.`. */
export function valueAt(value: ExactJson, path: readonly string[]): ExactJson | undefined {
  let found: ExactJson | undefined = value;
  for (const [at, step] of path.entries()) {
    if (found instanceof Map) {
      if (found.has(step)) {
        found = found.get(step);
        continue;
      }
      // A key that itself holds dots, written without escapes: `usage.gpt-4.1.total_tokens`.
      const rest = path.slice(at);
      for (let length = rest.length; length > 1; length -= 1) {
        const key = rest.slice(0, length).join('.');
        if (found.has(key)) return valueAt(found.get(key) ?? null, rest.slice(length));
      }
      return undefined;
    }
    if (!Array.isArray(found) || !/^\d+$/.test(step)) return undefined;
    found = found[Number(step)];
  }
  return found;
}

/** `a\.b.c` → `['a.b', 'c']` */
export function splitPath(path: string): readonly string[] {
  return (path.match(/(?:\\.|[^.\\])+/g) ?? []).map((step) => step.replace(/\\(.)/g, '$1'));
}

/** A value on one line; the beginning where it is long. */
export function previewOf(value: ExactJson | undefined, limit: number): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : stringifyExact(value);
  const line = text.length > limit * 2 ? text.slice(0, limit * 2) : text;
  const short = line.replace(/\s+/g, ' ').trim();
  return short.length > limit || line.length < text.length ? `${cut(short, limit)}…` : short;
}

/** Never in the middle of a character. */
function cut(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
}
