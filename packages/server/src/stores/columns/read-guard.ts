import { ColumnEngineError } from './types.ts';

/**
 * One token of a read. Only what our own statements are made of: anything else (semicolons,
 * backslashes, `#` comments, `$` strings, characters outside of ASCII that the engine may take for
 * quotes or blanks) has no token and is refused.
 */
const TOKEN =
  /(?<blank>\s+|--[^\n]*|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/)|(?<text>'(?:[^'\\]|\\[\s\S]|'')*')|(?<name>"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`)|(?<word>\w+)|(?<sign>(?!\/\*)[(),.*+\-/%<>=!?:{}[\]|])/y;

/**
 * Checks that a read stays inside of the brackets that are put around it, where only one SELECT can
 * stand, and that it does not call the function `file`, which reads any file in spite of `readonly`.
 * A quoted name can't be called, since it may spell that one with escapes.
 *
 * The text is the program's own; this is the second wall, should data ever get into it.
 *
 * @throws ColumnEngineError with the engine's code for a syntax error or missing rights
 */
export const checkRead = (sql: string): void => {
  const token = new RegExp(TOKEN);
  let depth = 0;
  let callable = false;
  while (token.lastIndex < sql.length) {
    const at = token.lastIndex;
    const groups = token.exec(sql)?.groups;
    if (!groups)
      throw new ColumnEngineError(62, `A read may not hold this: ${sql.slice(at, at + 20)}`);
    if (groups['blank'] !== undefined) continue;
    const sign = groups['sign'];
    if (sign === '(') {
      if (callable) throw new ColumnEngineError(497, 'A read may not open files.');
      depth += 1;
    }
    if (sign === ')') depth -= 1;
    if (depth < 0) break;
    callable = groups['name'] !== undefined || groups['word']?.toLowerCase() === 'file';
  }
  if (depth !== 0) throw new ColumnEngineError(62, 'The brackets of a read do not match.');
};
