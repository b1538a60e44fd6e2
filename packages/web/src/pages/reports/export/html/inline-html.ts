import type { ReportMark, ReportNode } from '@runloom/model';
import katex from 'katex';
import type { PreparedReport } from '../export-source.ts';
import { numberAddress, outerAddress } from '../places.ts';
import { element, joined, type Markup, trusted } from './markup.ts';

/** What stands in a block of text. */
export const inlineHtml = (
  content: readonly ReportNode[] | undefined,
  report: PreparedReport,
): Markup => joined(...(content ?? []).map((node) => nodeHtml(node, report)));

function nodeHtml(node: ReportNode, report: PreparedReport): Markup {
  const { type, attrs = {}, text = '', marks = [] } = node;
  switch (type) {
    case 'hardBreak':
      return element('br', {});
    case 'mathInline':
      return formulaHtml(String(attrs['latex'] ?? ''), false);
    case 'mention':
      return element('span', { class: 'mention' }, `@${String(attrs['username'] ?? '')}`);
    case 'number': {
      const value = String(attrs['value'] ?? '');
      return linked(numberAddress(node, report), element('span', { class: 'number' }, value));
    }
    default:
      return marks.toReversed().reduce((inner, mark) => marked(mark, inner, report), joined(text));
  }
}

const ELEMENTS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  highlight: 'mark',
  code: 'code',
};

function marked({ type, attrs }: ReportMark, inner: Markup, report: PreparedReport): Markup {
  if (type === 'link') return linked(outerAddress(attrs?.['href'], report), inner);
  const name = ELEMENTS[type];
  return name === undefined ? inner : element(name, {}, inner);
}

export const linked = (address: string | null, inner: Markup | string): Markup =>
  address === null
    ? joined(inner)
    : element('a', { href: address, rel: 'noreferrer noopener' }, inner);

/** MathML, which browsers draw without fonts or scripts. */
export function formulaHtml(latex: string, displayMode: boolean): Markup {
  try {
    return trusted(
      katex.renderToString(latex, {
        output: 'mathml',
        displayMode,
        trust: false,
        throwOnError: true,
        strict: 'ignore',
        maxExpand: 500,
        maxSize: 20,
      }),
    );
  } catch {
    return element('code', {}, latex);
  }
}
