import type { ReportMark, ReportNode } from '@runloom/model';
import type { PreparedReport } from '../export-source.ts';
import { numberAddress, outerAddress } from '../places.ts';
import { escapeAddress, escapeTex } from './escape-tex.ts';
import { safeFormula } from './formula-tex.ts';

export const inlineTex = (
  content: readonly ReportNode[] | undefined,
  report: PreparedReport,
): string => (content ?? []).map((node) => nodeTex(node, report)).join('');

function nodeTex(node: ReportNode, report: PreparedReport): string {
  const { type, attrs = {}, text = '', marks = [] } = node;
  switch (type) {
    case 'hardBreak':
      return '\\leavevmode\\\\{}';
    case 'mathInline': {
      const latex = String(attrs['latex'] ?? '');
      const formula = safeFormula(latex);
      return formula === null || formula.isDisplay
        ? `\\texttt{${escapeTex(latex)}}`
        : `\\(${formula.tex}\\)`;
    }
    case 'mention':
      return escapeTex(`@${String(attrs['username'] ?? '')}`);
    case 'number':
      return linkTex(numberAddress(node, report), escapeTex(String(attrs['value'] ?? '')));
    default:
      return marks
        .toReversed()
        .reduce((inner, mark) => marked(mark, inner, report), escapeTex(text));
  }
}

const COMMANDS: Readonly<Record<string, string>> = {
  bold: '\\textbf',
  italic: '\\emph',
  underline: '\\uline',
  strike: '\\sout',
  code: '\\texttt',
};

function marked({ type, attrs }: ReportMark, inner: string, report: PreparedReport): string {
  if (type === 'link') return linkTex(outerAddress(attrs?.['href'], report), inner);
  const command = COMMANDS[type];
  // `\uline` and `\sout` take a link or a formula only as one piece.
  return command === undefined ? inner : `${command}{${inner}}`;
}

export const linkTex = (address: string | null, inner: string): string =>
  address === null ? inner : `\\href{${escapeAddress(address)}}{${inner}}`;
