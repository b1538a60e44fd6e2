import type { Root } from 'mdast';
import type { ReportDocument } from '../document.ts';
import { type WriteContext, writeBlocks } from './blocks-write.ts';
import { formatMarkdown } from './syntax.ts';

export interface MarkdownOptions extends Partial<WriteContext> {
  /** Becomes the heading of the whole. */
  readonly title?: string;
}

/**
 * A report as Markdown of GitHub: callouts as `> [!NOTE]`, formulas between dollar signs, evidence as
 * links, and as pictures where there are some. Underlines, highlights, comments and empty paragraphs
 * have no place in it; what looks like HTML is escaped.
 */
export function documentToMarkdown(
  document: ReportDocument,
  options: MarkdownOptions = {},
): string {
  const context: WriteContext = {
    addressOf: options.addressOf ?? ((path) => path),
    fileAddress: options.fileAddress ?? (() => null),
    picturesOf: options.picturesOf ?? (() => []),
  };
  const { title } = options;
  const heading: Root['children'] =
    title === undefined
      ? []
      : [{ type: 'heading', depth: 1, children: [{ type: 'text', value: title }] }];
  const blocks = writeBlocks(document.content, context) as Root['children'];
  return formatMarkdown({ type: 'root', children: [...heading, ...blocks] });
}
