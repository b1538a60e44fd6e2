import type { PhrasingContent, Text } from 'mdast';
import { SafeHref } from '../attributes.ts';
import type { ReportMark, ReportNode } from '../document.ts';
import { numberPath } from './places.ts';

/** Marks that Markdown has, outermost first. The others are left out. */
const WRITTEN = ['link', 'bold', 'italic', 'strike'] as const;

/** Makes an address of a path of this server. */
export type AddressOf = (path: string) => string;

/** What stands in a block of text, as Markdown nests it. */
export function writePhrasing(
  nodes: readonly ReportNode[],
  addressOf: AddressOf,
): PhrasingContent[] {
  // A break at the end would be read as a backslash.
  const end = nodes.findLastIndex(({ type }) => type !== 'hardBreak') + 1;
  return nest(nodes.slice(0, end), 0, addressOf);
}

/** Groups neighbours that share a mark, one mark after the other. */
function nest(
  nodes: readonly ReportNode[],
  depth: number,
  addressOf: AddressOf,
): PhrasingContent[] {
  const type = WRITTEN[depth];
  if (type === undefined) return mergeTexts(nodes.map((node) => leaf(node, addressOf)));
  const out: PhrasingContent[] = [];
  for (let index = 0; index < nodes.length; ) {
    const node = nodes[index];
    const mark = node === undefined ? undefined : markOf(node, type);
    let end = index + 1;
    while (end < nodes.length && isSameMark(markOf(nodes[end], type), mark)) end += 1;
    const children = nest(nodes.slice(index, end), depth + 1, addressOf);
    out.push(...(mark === undefined ? children : [wrap(mark, children, addressOf)]));
    index = end;
  }
  return out;
}

function markOf(node: ReportNode | undefined, type: string): ReportMark | undefined {
  const mark = node?.marks?.find((own) => own.type === type);
  const isLost = type === 'link' && !SafeHref.safeParse(mark?.attrs?.['href']).success;
  return isLost ? undefined : mark;
}

function linkOf(mark: ReportMark, addressOf: AddressOf): string {
  const href = String(mark.attrs?.['href'] ?? '');
  return href.startsWith('/') ? addressOf(href) : href;
}

const isSameMark = (a: ReportMark | undefined, b: ReportMark | undefined): boolean =>
  a?.type === b?.type && a?.attrs?.['href'] === b?.attrs?.['href'];

function wrap(
  mark: ReportMark,
  children: PhrasingContent[],
  addressOf: AddressOf,
): PhrasingContent {
  switch (mark.type) {
    case 'bold':
      return { type: 'strong', children };
    case 'italic':
      return { type: 'emphasis', children };
    case 'strike':
      return { type: 'delete', children };
    default:
      return { type: 'link', url: linkOf(mark, addressOf), children: children as Text[] };
  }
}

function leaf(node: ReportNode, addressOf: AddressOf): PhrasingContent {
  const { attrs = {} } = node;
  switch (node.type) {
    case 'hardBreak':
      return { type: 'break' };
    case 'mathInline': {
      // A line break would end the formula in some readers.
      const value = String(attrs['latex'] ?? '')
        .replace(/\s*\n\s*/g, ' ')
        .trim();
      return value === '' ? { type: 'text', value: '' } : { type: 'inlineMath', value };
    }
    case 'mention':
      return { type: 'text', value: `@${String(attrs['username'] ?? '')}` };
    case 'number': {
      const path = numberPath(attrs['reference']);
      const text: Text = { type: 'text', value: String(attrs['value'] ?? '') };
      return path === null ? text : { type: 'link', url: addressOf(path), children: [text] };
    }
    default: {
      const value = (node.text ?? '').replace(/\s*\n\s*/g, ' ');
      const isCode = node.marks?.some(({ type }) => type === 'code') ?? false;
      return isCode ? { type: 'inlineCode', value } : { type: 'text', value };
    }
  }
}

/** Neighbouring texts are one, so that what they say together is escaped. */
function mergeTexts(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const merged: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    if ((node.type === 'text' || node.type === 'inlineCode') && last?.type === node.type) {
      merged[merged.length - 1] = { ...last, value: last.value + node.value } as PhrasingContent;
    } else if (node.type !== 'text' || node.value !== '') merged.push(node);
  }
  return merged;
}
