import { z } from 'zod';
import { checkDocument } from './check-document.ts';
import type { ReportMarkName, ReportNodeName } from './schema.ts';

/** The name of the `XmlFragment` that holds the document in its `Y.Doc`. */
export const REPORT_FRAGMENT = 'body';

export interface ReportMark {
  readonly type: ReportMarkName;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

/** A node as ProseMirror writes it. */
export interface ReportNode {
  readonly type: ReportNodeName;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly ReportNode[];
  readonly marks?: readonly ReportMark[];
  readonly text?: string;
}

export interface ReportDocument extends ReportNode {
  readonly type: 'doc';
  readonly content: readonly ReportNode[];
}

export const EMPTY_DOCUMENT: ReportDocument = { type: 'doc', content: [{ type: 'paragraph' }] };

/**
 * A document as requests bring it: known nodes and marks, attributes that hold what they may, within
 * the limits. What may stand in what is said by the content expressions, which the server checks.
 */
export const ReportDocument: z.ZodType<ReportDocument> = z.unknown().transform((value, context) => {
  const issues = checkDocument(value);
  for (const { path, message } of issues) {
    context.addIssue({ code: 'custom', message: path === '' ? message : `at ${path}: ${message}` });
  }
  return issues.length > 0 ? z.NEVER : (value as ReportDocument);
});

/** Every node in reading order, with the block at the top of the document that it stands in. */
export function* walkDocument(
  document: ReportDocument,
): Generator<{ readonly node: ReportNode; readonly top: ReportNode }> {
  for (const top of document.content) {
    const rest: ReportNode[] = [top];
    for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
      yield { node, top };
      rest.push(...[...(node.content ?? [])].reverse());
    }
  }
}

/** What there is to read, a line a block of text: for search and previews. */
export function documentText(document: ReportDocument): string {
  const lines: string[] = [];
  let line = '';
  for (const { node } of walkDocument(document)) {
    if (node.type === 'text') line += node.text ?? '';
    else if (node.type === 'number') line += String(node.attrs?.['value'] ?? '');
    else if (node.type === 'mention') line += `@${String(node.attrs?.['username'] ?? '')}`;
    else if (node.type === 'mathInline') line += String(node.attrs?.['latex'] ?? '');
    else {
      if (line !== '') lines.push(line);
      line = '';
      const caption = node.attrs?.['caption'] ?? node.attrs?.['latex'];
      if (typeof caption === 'string' && caption !== '') lines.push(caption);
    }
  }
  if (line !== '') lines.push(line);
  return lines.join('\n');
}
