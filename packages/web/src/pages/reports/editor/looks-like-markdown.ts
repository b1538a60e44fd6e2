/** A line that begins as only Markdown does. */
const BLOCK = /^(?:#{1,6} \S|[-*+] \S|\d{1,9}[.)] \S|> |```|~~~|\|.*\|\s*$|\$\$|- \[[ x]\] )/m;
/** Marks within a line. */
const INLINE = /\*\*[^*\n]+\*\*|__[^_\n]+__|`[^`\n]+`|\[[^\]\n]+\]\([^)\s]+\)|~~[^~\n]+~~/;

/** Whether a plain text was most likely written as Markdown. */
export const looksLikeMarkdown = (text: string): boolean => BLOCK.test(text) || INLINE.test(text);
