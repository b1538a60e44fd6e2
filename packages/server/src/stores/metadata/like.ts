/** A text as a part of a pattern for `like … escape '\'` in which it stands for itself. */
export const literalInLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
