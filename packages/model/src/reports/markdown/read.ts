import type { Definition, List, Root, RootContent, Table } from 'mdast';
import { RemoteSource } from '../attributes.ts';
import type { ReportDocument, ReportNode } from '../document.ts';
import { embedSiteOf } from '../embeds.ts';
import { paragraphOf } from '../inline.ts';
import {
  type InlinePicture,
  type InlineReader,
  isPicture,
  type Piece,
  readPhrasing,
} from './inline-read.ts';
import { definitionLines, type MarkdownPiece, splitMarkdown } from './pieces.ts';
import { parseMarkdown } from './syntax.ts';
import { TONE_LINE, toneOf } from './tones.ts';

/** Why a text can't be read as Markdown. */
export class MarkdownError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MarkdownError';
  }
}

export interface MarkdownReadOptions {
  /** The id of the report's file that an address means; null for any other. */
  readonly fileOf?: (address: string) => string | null;
}

/** Quotes and lists in one another; what lies deeper stays the text that it is. */
const MOST_DEPTH = 15;

/**
 * Markdown of GitHub, with formulas between dollar signs, as a document. HTML in it is text; links
 * that no one should follow are their text; pictures of the web are image blocks.
 * @throws MarkdownError when it is nested so deep that it can't be read at all
 */
export function markdownToDocument(
  source: string,
  options: MarkdownReadOptions = {},
): ReportDocument {
  const pieces = splitMarkdown(source);
  if (pieces === null) throw tooDeep();
  const definitions = pieces.length > 1 ? definitionLines(source) : '';
  const content = pieces.flatMap((piece) => readPiece(piece, definitions, options));
  return { type: 'doc', content: filled(content) };
}

const tooDeep = () => new MarkdownError('This Markdown is nested too deep to be read.');

function readPiece(
  { text, isPlain }: MarkdownPiece,
  definitions: string,
  options: MarkdownReadOptions,
): readonly ReportNode[] {
  if (isPlain) return readPlain(text);
  const source = definitions !== '' && text.includes('[') ? `${text}\n\n${definitions}` : text;
  let tree: Root;
  try {
    tree = parseMarkdown(source);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
  const known = new Map<string, Definition>();
  for (const node of tree.children) {
    if (node.type === 'definition' && !known.has(node.identifier)) known.set(node.identifier, node);
  }
  const reader: Reader = {
    source,
    fileOf: options.fileOf ?? (() => null),
    addressOf: (identifier) => known.get(identifier),
  };
  // What was added behind the piece belongs to another one.
  const own = tree.children.filter(({ position }) => (position?.start.offset ?? 0) < text.length);
  return readBlocks(own, reader, 0);
}

/** Paragraphs, letter by letter. */
const readPlain = (text: string): readonly ReportNode[] =>
  text
    .split(/\n[ \t]*\n/)
    .map((lines) => lines.replace(/\s*\n\s*/g, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => paragraphOf([{ type: 'text', text: line }]));

interface Reader extends InlineReader {
  readonly source: string;
  readonly fileOf: (address: string) => string | null;
}

const readBlocks = (
  nodes: readonly RootContent[],
  reader: Reader,
  depth: number,
): readonly ReportNode[] => nodes.flatMap((node) => readBlock(node, reader, depth));

function readBlock(node: RootContent, reader: Reader, depth: number): readonly ReportNode[] {
  const isDeep = depth > MOST_DEPTH;
  switch (node.type) {
    case 'paragraph':
      return readParagraph(node, reader);
    case 'heading': {
      const content = readPhrasing(node.children, reader).flatMap(withoutPicture);
      const level = Math.min(3, node.depth);
      return [{ type: 'heading', attrs: { level }, ...withContent(content) }];
    }
    case 'blockquote':
      return isDeep ? asText(node, reader) : [readQuote(node, reader, depth)];
    case 'list':
      return isDeep ? asText(node, reader) : readList(node, reader, depth);
    case 'code':
      return [
        {
          type: 'codeBlock',
          attrs: { language: (node.lang ?? '').slice(0, 50) || null },
          ...(node.value === '' ? {} : { content: [{ type: 'text', text: node.value }] }),
        },
      ];
    case 'math':
      return [{ type: 'mathBlock', attrs: { latex: node.value.slice(0, 20_000) } }];
    case 'thematicBreak':
      return [{ type: 'horizontalRule' }];
    case 'html':
      return [paragraphOf([{ type: 'text', text: node.value.replace(/[\r\n]+/g, ' ') || ' ' }])];
    case 'table':
      return [readTable(node, reader)];
    case 'footnoteDefinition': {
      const label: ReportNode = { type: 'text', text: `[^${node.label ?? node.identifier}]: ` };
      const [first, ...rest] = isDeep
        ? asText(node, reader)
        : readBlocks(node.children, reader, depth + 1);
      return first?.type === 'paragraph'
        ? [paragraphOf([label, ...(first.content ?? [])]), ...rest]
        : [paragraphOf([label]), ...(first === undefined ? [] : [first]), ...rest];
    }
    default:
      return [];
  }
}

/** What is nested too deep, letter by letter. */
function asText(node: RootContent, { source }: Reader): readonly ReportNode[] {
  const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
  const text = source.slice(start, end);
  return [paragraphOf(text === '' ? [] : [{ type: 'text', text: text.replace(/[\r\n]+/g, ' ') }])];
}

function readParagraph(
  node: Extract<RootContent, { type: 'paragraph' }>,
  reader: Reader,
): readonly ReportNode[] {
  const pieces = readPhrasing(node.children, reader);
  const special = onlyPiece(pieces);
  if (special !== null) return [special];
  const blocks: ReportNode[] = [];
  let text: ReportNode[] = [];
  const close = () => {
    const trimmed = trimBreaks(text);
    if (trimmed.length > 0) blocks.push(paragraphOf(trimmed));
    text = [];
  };
  for (const piece of pieces) {
    const image = isPicture(piece) ? readPicture(piece, reader) : null;
    if (image === null) text.push(...withoutPicture(piece));
    else {
      close();
      blocks.push(image);
    }
  }
  close();
  return blocks;
}

/** A line that is the place of the table of contents, or the address of a page that can be embedded. */
function onlyPiece([only, ...others]: readonly Piece[]): ReportNode | null {
  if (only === undefined || others.length > 0 || isPicture(only) || only.type !== 'text')
    return null;
  const [mark, ...marks] = only.marks ?? [];
  if (mark === undefined) {
    return /^\[(?:TOC|\[_TOC_\])\]$/.test(only.text ?? '') ? { type: 'tableOfContents' } : null;
  }
  const href = String(mark.attrs?.['href'] ?? '');
  const isBare = mark.type === 'link' && marks.length === 0 && only.text === href;
  return isBare && embedSiteOf(href) !== null ? { type: 'embed', attrs: { src: href } } : null;
}

/** Null for a picture whose address can't be shown. */
function readPicture({ picture }: InlinePicture, reader: Reader): ReportNode | null {
  const [alt, caption] = [picture.alt.slice(0, 10_000), picture.title.slice(0, 10_000)];
  const file = reader.fileOf(picture.url);
  if (file !== null) return { type: 'image', attrs: { file, alt, caption } };
  const src = RemoteSource.safeParse(picture.url);
  return src.success ? { type: 'image', attrs: { src: src.data, alt, caption } } : null;
}

/** Where a picture can't stand, what it shows in words does. */
const withoutPicture = (piece: Piece): readonly ReportNode[] =>
  isPicture(piece)
    ? [{ type: 'text', text: piece.picture.alt || piece.picture.url || 'Image' }]
    : [piece];

function trimBreaks(nodes: readonly ReportNode[]): readonly ReportNode[] {
  const start = nodes.findIndex(({ type }) => type !== 'hardBreak');
  const end = nodes.findLastIndex(({ type }) => type !== 'hardBreak') + 1;
  return start < 0 ? [] : nodes.slice(start, end);
}

function readQuote(
  node: Extract<RootContent, { type: 'blockquote' }>,
  reader: Reader,
  depth: number,
): ReportNode {
  const [first, ...rest] = node.children;
  const offset = first?.type === 'paragraph' ? first.position?.start.offset : undefined;
  const line =
    offset === undefined ? null : TONE_LINE.exec(reader.source.slice(offset, offset + 50));
  const tone = line === null ? null : toneOf(line[1] ?? '');
  if (first?.type !== 'paragraph' || tone === null) {
    return { type: 'blockquote', content: filled(readBlocks(node.children, reader, depth + 1)) };
  }
  const [head, ...others] = first.children;
  const text = head?.type === 'text' ? head.value.replace(TONE_LINE, '') : '';
  const left = [...(text === '' ? [] : [{ type: 'text' as const, value: text }]), ...others];
  const begin = left.length === 0 ? [] : readParagraph({ ...first, children: left }, reader);
  const content = [...begin, ...readBlocks(rest, reader, depth + 1)];
  return { type: 'callout', attrs: { tone }, content: filled(content) };
}

/** Consecutive items with boxes are lists of tasks, others are plain. */
function readList(node: List, reader: Reader, depth: number): readonly ReportNode[] {
  const lists: { isTask: boolean; at: number; items: ReportNode[] }[] = [];
  for (const [at, item] of node.children.entries()) {
    const isTask = typeof item.checked === 'boolean';
    const blocks = readBlocks(item.children, reader, depth + 1);
    const content = blocks[0]?.type === 'paragraph' ? blocks : [paragraphOf([]), ...blocks];
    const own: ReportNode = isTask
      ? { type: 'taskItem', attrs: { checked: item.checked === true }, content }
      : { type: 'listItem', content };
    const last = lists.at(-1);
    if (last?.isTask === isTask) last.items.push(own);
    else lists.push({ isTask, at, items: [own] });
  }
  return lists.map(({ isTask, at, items }): ReportNode => {
    if (isTask) return { type: 'taskList', content: items };
    if (!node.ordered) return { type: 'bulletList', content: items };
    const start = Math.min(1_000_000, (node.start ?? 1) + at);
    return { type: 'orderedList', attrs: { start }, content: items };
  });
}

function readTable(node: Table, reader: Reader): ReportNode {
  const [head] = node.children;
  const isEmpty = head?.children.every(({ children }) => children.length === 0);
  const rows = isEmpty && node.children.length > 1 ? node.children.slice(1) : node.children;
  return {
    type: 'table',
    content: rows.map((row) => ({
      type: 'tableRow',
      content: row.children.map((cell) => ({
        type: row === head ? 'tableHeader' : 'tableCell',
        content: [paragraphOf(readPhrasing(cell.children, reader).flatMap(withoutPicture))],
      })),
    })),
  };
}

const withContent = (content: readonly ReportNode[]) => (content.length === 0 ? {} : { content });

const filled = (content: readonly ReportNode[]): readonly ReportNode[] =>
  content.length === 0 ? [paragraphOf([])] : content;
