import {
  inMarkOrder,
  joinTexts,
  type ReportMark,
  type ReportNode,
  SafeHref,
  textNodeOf,
} from '@runloom/model';
import { type Json, listOf, recordOf, textOf } from '../workspaces/json.ts';

/** Marks of a piece of text by the members that say them; the first one is the package's own. */
const MARKS = {
  inlineCode: 'code',
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strike',
} as const;

/** Members of a piece of text that `wandb-workspaces` drops when it saves what it loaded. */
export const DROPPED_MEMBERS: readonly string[] = Object.keys(MARKS).filter(
  (name) => name !== 'inlineCode',
);

/** What stands in a block of text: pieces of text, links, formulas, and paragraphs of list items. */
export function readInline(children: unknown): readonly ReportNode[] {
  return joinTexts(
    listOf(children)
      .map(recordOf)
      .flatMap((child) => readPiece(child, [])),
  );
}

function readPiece(piece: Json, outer: readonly ReportMark[]): readonly ReportNode[] {
  switch (piece['type']) {
    case 'latex':
      return [{ type: 'mathInline', attrs: { latex: textOf(piece['content']) ?? '' } }];
    case 'link': {
      const href = SafeHref.safeParse(piece['url']);
      const marks: readonly ReportMark[] = href.success
        ? [...outer, { type: 'link', attrs: { href: href.data } }]
        : outer;
      return listOf(piece['children'])
        .map(recordOf)
        .flatMap((child) => readPiece(child, marks));
    }
    default: {
      const text = textOf(piece['text']);
      return text === undefined
        ? listOf(piece['children'])
            .map(recordOf)
            .flatMap((child) => readPiece(child, outer))
        : readText(text, [...outer, ...marksOf(piece)]);
    }
  }
}

function marksOf(piece: Json): readonly ReportMark[] {
  const members = Object.entries(MARKS).filter(([member]) => piece[member] === true);
  return inMarkOrder(members.map(([, type]) => ({ type })));
}

function readText(text: string, marks: readonly ReportMark[]): readonly ReportNode[] {
  return text
    .split('\n')
    .flatMap((line, index): ReportNode[] => [
      ...(index === 0 ? [] : [{ type: 'hardBreak' } as const]),
      ...(line === '' ? [] : [textNodeOf(line, marks)]),
    ]);
}

/** The other way round; never empty, since clients look at the first piece. */
export function writeInline(nodes: readonly ReportNode[]): readonly Json[] {
  const pieces: Json[] = [];
  let link = null as { readonly url: string; readonly children: Json[] } | null;
  for (const node of nodes) {
    const url = node.marks?.find(({ type }) => type === 'link')?.attrs?.['href'];
    const piece = writePiece(node);
    if (typeof url !== 'string' || piece['type'] !== undefined) {
      link = null;
      pieces.push(piece);
    } else if (link?.url === url) link.children.push(piece);
    else {
      link = { url, children: [piece] };
      pieces.push({ type: 'link', ...link });
    }
  }
  return pieces.length === 0 ? [{ text: '' }] : pieces;
}

function writePiece(node: ReportNode): Json {
  switch (node.type) {
    case 'mathInline':
      return {
        type: 'latex',
        children: [{ text: '' }],
        content: String(node.attrs?.['latex'] ?? ''),
      };
    case 'hardBreak':
      return { text: '\n' };
    case 'mention':
      return { text: `@${String(node.attrs?.['username'] ?? '')}` };
    case 'number':
      return { text: String(node.attrs?.['value'] ?? '') };
    default: {
      const types = new Set<string>(node.marks?.map(({ type }) => type));
      const members = Object.entries(MARKS).filter(([, type]) => types.has(type));
      return {
        text: node.text ?? '',
        ...Object.fromEntries(members.map(([member]) => [member, true])),
      };
    }
  }
}
