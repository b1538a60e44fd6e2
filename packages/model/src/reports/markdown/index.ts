export { MarkdownError, type MarkdownReadOptions, markdownToDocument } from './read.ts';
export { documentToMarkdown, type MarkdownOptions } from './write.ts';
