import type { Statement } from './statement.ts';

/** Places in lists that the engine counts; longer digits are keys. */
const PLACE = /^\d{1,9}$/;

/**
 * The JSON that stands at a path of a column, '' where nothing does. A segment of digits is a place in
 * a list, or a key where an object is.
 */
export function jsonAtPath(
  statement: Pick<Statement, 'text' | 'bind'>,
  json: string,
  path: readonly string[],
): string {
  let found = json;
  let keys: string[] = [];
  const extract = (): void => {
    if (keys.length > 0) found = `JSONExtractRaw(${[found, ...keys].join(', ')})`;
    keys = [];
  };
  for (const segment of path) {
    const key = statement.text(segment);
    if (!PLACE.test(segment)) {
      keys.push(key);
      continue;
    }
    extract();
    const place = statement.bind('UInt64', Number(segment) + 1);
    found = `if(startsWith(trimLeft(${found}), '['), JSONExtractRaw(${found}, ${place}), JSONExtractRaw(${found}, ${key}))`;
  }
  extract();
  return found;
}
