/** The text as it stands, in a pattern for `like … escape '\'`. */
export const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
