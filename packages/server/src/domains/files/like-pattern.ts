const MAX_PATTERN = 1024;

/**
 * A pattern of SQL's LIKE (`%` is any text, `_` one character, a backslash takes the next one as it
 * is) in the form that both engines read in the same way. Null when it can match no file name.
 */
export function likePattern(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN || pattern.includes('\0') || !pattern.isWellFormed())
    return null;
  // A backslash before anything else, the end among it, is an error in PostgreSQL: take it as itself.
  return pattern.replace(/\\([%_\\])?/g, (whole, escaped: string | undefined) =>
    escaped === undefined ? '\\\\' : whole,
  );
}
