export { evidenceLink } from './blocks-write.ts';
export { numberPath } from './places.ts';
export { MarkdownError, type MarkdownReadOptions, markdownToDocument } from './read.ts';
export { documentToMarkdown, type MarkdownOptions } from './write.ts';
