import type { PhrasingContent } from 'mdast';
import { SafeHref } from '../attributes.ts';
import type { ReportMark, ReportNode } from '../document.ts';
import { inMarkOrder, joinTexts, textNodeOf } from '../inline.ts';

/** Reads what stands in a block of text. `labels` has the addresses that the text names elsewhere. */
export interface InlineReader {
  readonly addressOf: (identifier: string) => { readonly url: string } | undefined;
}

/** Pictures in a text can't stay there: they are told by the place they stood in. */
export interface InlinePicture {
  readonly picture: { readonly url: string; readonly alt: string; readonly title: string };
}

export type Piece = ReportNode | InlinePicture;

export const isPicture = (piece: Piece): piece is InlinePicture => 'picture' in piece;

export function readPhrasing(
  nodes: readonly PhrasingContent[],
  reader: InlineReader,
): readonly Piece[] {
  return joinTexts(nodes.flatMap((node) => readPiece(node, [], reader)));
}

function readPiece(
  node: PhrasingContent,
  marks: readonly ReportMark[],
  reader: InlineReader,
): readonly Piece[] {
  const inside = (children: readonly PhrasingContent[], mark?: ReportMark) =>
    children.flatMap((child) => readPiece(child, mark ? add(marks, mark) : marks, reader));
  switch (node.type) {
    // Tags are what they look like: text.
    case 'html':
    case 'text':
      return texts(node.value, marks);
    case 'inlineCode':
      return texts(node.value, add(marks, { type: 'code' }));
    case 'inlineMath':
      return [{ type: 'mathInline', attrs: { latex: node.value } }];
    case 'break':
      return [{ type: 'hardBreak' }];
    case 'strong':
      return inside(node.children, { type: 'bold' });
    case 'emphasis':
      return inside(node.children, { type: 'italic' });
    case 'delete':
      return inside(node.children, { type: 'strike' });
    case 'link':
      return inside(node.children, linkTo(node.url));
    case 'linkReference':
      return inside(node.children, linkTo(reader.addressOf(node.identifier)?.url));
    case 'image':
      return [{ picture: { url: node.url, alt: node.alt ?? '', title: node.title ?? '' } }];
    case 'imageReference': {
      const url = reader.addressOf(node.identifier)?.url ?? '';
      return [{ picture: { url, alt: node.alt ?? '', title: '' } }];
    }
    case 'footnoteReference':
      return texts(`[^${node.label ?? node.identifier}]`, marks);
    default:
      return [];
  }
}

/** Undefined for addresses that no one should follow: their text stays. */
function linkTo(url: string | undefined): ReportMark | undefined {
  const { data } = SafeHref.safeParse(url);
  return data === undefined ? undefined : { type: 'link', attrs: { href: data } };
}

function add(marks: readonly ReportMark[], mark: ReportMark): readonly ReportMark[] {
  return inMarkOrder([...marks.filter(({ type }) => type !== mark.type), mark]);
}

/** Ends of lines in the source are spaces. */
function texts(value: string, marks: readonly ReportMark[]): readonly ReportNode[] {
  const text = value.replace(/[\r\n]+/g, ' ');
  return text === '' ? [] : [textNodeOf(text, marks)];
}
