import { markdownToDocument } from '@runloom/model/report-markdown';
import type { JSONContent } from '@tiptap/core';

/** Markdown as blocks; a single line of text goes into the line it is pasted in. */
export function markdownToContent(text: string): JSONContent[] {
  const { content } = markdownToDocument(text) as JSONContent;
  const [only, ...others] = content ?? [];
  if (others.length === 0 && only?.type === 'paragraph') return only.content ?? [];
  return content ?? [];
}
