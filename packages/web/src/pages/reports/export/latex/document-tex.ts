import type { ReportNode } from '@runloom/model';
import type { FilePlaces } from '../beside-text.ts';
import type { Figure, PreparedReport } from '../export-source.ts';
import {
  dayOf,
  evidencePlace,
  mediaOf,
  ONLY_ITS_PAGE,
  outerAddress,
  plainText,
} from '../places.ts';
import { escapeCode, escapeTex } from './escape-tex.ts';
import { safeFormula } from './formula-tex.ts';
import { inlineTex, linkTex } from './inline-tex.ts';
import { PREAMBLE } from './preamble.ts';
import { tableTex } from './table-tex.ts';

const SECTIONS = ['section', 'subsection', 'subsubsection'];
const TONES: Readonly<Record<string, string>> = {
  note: 'Note',
  tip: 'Tip',
  warning: 'Warning',
  danger: 'Caution',
};
/** LaTeX takes lists in one another no deeper. */
const MOST_LISTS = 4;

/** The report as one file of LaTeX in the article class. */
export function documentTex(report: PreparedReport, places: FilePlaces): string {
  const { title, description, authors, updatedAt, address } = report.report;
  const write = createWriter(report, places);
  const source = linkTex(outerAddress(address, report), escapeTex(address));
  return [
    PREAMBLE,
    `\\title{${escapeTex(title)}}`,
    `\\author{${authors.map(escapeTex).join(' \\and ')}}`,
    `\\date{${dayOf(updatedAt)}}`,
    '\\begin{document}',
    '\\maketitle',
    description === '' ? '' : `\\begin{quote}${escapeTex(description)}\\end{quote}`,
    `{\\small ${source}}`,
    '',
    report.document.content.map((node) => write(node, 0)).join('\n\n'),
    '\\end{document}',
    '',
  ].join('\n');
}

function createWriter(
  report: PreparedReport,
  places: FilePlaces,
): (node: ReportNode, lists: number) => string {
  // TeX writes only so many of them.
  let hasContents = false;
  const inline = (node: ReportNode) => inlineTex(node.content, report);
  const blocks = (node: ReportNode, lists: number) =>
    (node.content ?? []).map((inner) => block(inner, lists)).join('\n\n');

  function block(node: ReportNode, lists: number): string {
    const { type, attrs = {} } = node;
    const text = (name: string) => String(attrs[name] ?? '');
    switch (type) {
      case 'paragraph':
        return inline(node);
      case 'heading': {
        const command = SECTIONS[Number(attrs['level'] ?? 1) - 1] ?? 'section';
        return `\\${command}{${inline(node)}}`;
      }
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return list(node, lists);
      case 'blockquote':
        return `\\begin{quote}\n${blocks(node, lists + 1)}\n\\end{quote}`;
      case 'callout':
        return `\\rlcallout{${TONES[text('tone')] ?? 'Note'}}{${blocks(node, lists)}}`;
      case 'codeBlock':
        return `\\begin{quote}\\ttfamily\\small\\raggedright\n${escapeCode(plainText(node))}\n\\end{quote}`;
      case 'mathBlock': {
        const formula = safeFormula(text('latex'));
        if (formula === null) return `\\texttt{${escapeTex(text('latex'))}}`;
        return formula.isDisplay ? formula.tex : `\\[\n${formula.tex}\n\\]`;
      }
      case 'horizontalRule':
        return '\\par\\noindent\\rule{\\linewidth}{0.4pt}\\par';
      case 'table':
        return tableTex(
          (node.content ?? []).map(({ content = [] }) =>
            content.map((cell) => ({
              tex: (cell.content ?? []).map((inner) => cellTex(inner)).join(' '),
              isHead: cell.type === 'tableHeader',
            })),
          ),
        );
      case 'tableOfContents':
        if (hasContents) return '';
        hasContents = true;
        return '\\tableofcontents';
      case 'image':
      case 'video':
        return media(node);
      case 'embed':
        return linkTex(outerAddress(attrs['src'], report), escapeTex(text('src')));
      case 'html':
        return `\\emph{${ONLY_ITS_PAGE}}`;
      default:
        return evidence(node);
    }
  }

  /** Cells hold lines; a table in a cell is told by its text. */
  function cellTex(node: ReportNode): string {
    if (node.type === 'paragraph' || node.type === 'heading') {
      return inlineTex(
        node.content?.map((one) => (one.type === 'hardBreak' ? { type: 'text', text: ' ' } : one)),
        report,
      );
    }
    if (node.type === 'codeBlock') return `\\texttt{${escapeTex(plainText(node))}}`;
    return (node.content ?? []).map(cellTex).join(' ');
  }

  function list(node: ReportNode, lists: number): string {
    if (lists >= MOST_LISTS)
      return (node.content ?? []).map((item) => blocks(item, lists)).join('\n\n');
    const isOrdered = node.type === 'orderedList';
    const name = isOrdered ? 'enumerate' : 'itemize';
    const counter = ['enumi', 'enumii', 'enumiii', 'enumiv'][lists];
    const start = Number(node.attrs?.['start'] ?? 1);
    const items = (node.content ?? []).map((item) => {
      const isDone = item.attrs?.['checked'] === true;
      const box = item.type === 'taskItem' ? (isDone ? '[$\\boxtimes$]' : '[$\\square$]') : '';
      return `\\item${box === '' ? '{}' : box} ${blocks(item, lists + 1)}`;
    });
    const set = isOrdered && start !== 1 ? `\\setcounter{${counter}}{${start - 1}}\n` : '';
    return `\\begin{${name}}\n${set}${items.join('\n')}\n\\end{${name}}`;
  }

  function media(node: ReportNode): string {
    const { file, picture, width, caption, name, address } = mediaOf(node, report);
    if (picture === null) return linkTex(address, escapeTex(name));
    const below = caption === '' ? '' : `\\begin{center}\\small ${escapeTex(caption)}\\end{center}`;
    const part = ((width ?? 100) / 100).toFixed(3);
    return `\\rlimage{${part}}{${places.pictures.get(file) ?? ''}}\n${below}`;
  }

  function evidence(node: ReportNode): string {
    const parts: string[] = [];
    let row: string[] = [];
    const close = () => {
      if (row.length > 0) parts.push(`\\par\\noindent ${row.join('\\hfill ')}\\par`);
      row = [];
    };
    for (const figure of report.figures.get(node) ?? []) {
      const path = places.figures.get(figure);
      if (path === undefined) {
        close();
        parts.push(figureText(figure));
        continue;
      }
      const caption = figure.kind === 'picture' && figure.caption ? figure.caption : figure.title;
      if (figure.isWide) close();
      row.push(`\\rlfigure{${figure.isWide ? '1' : '0.48'}}{${path}}{${escapeTex(caption)}}`);
      if (figure.isWide || row.length === 2) close();
    }
    close();
    const place = evidencePlace(node, report);
    if (place !== null) parts.push(`{\\small ${linkTex(place.address, escapeTex(place.text))}}`);
    return parts.join('\n\n');
  }

  return block;
}

function figureText(figure: Figure): string {
  const title = figure.title === '' ? '' : `\\textbf{${escapeTex(figure.title)}}\n\n`;
  if (figure.kind === 'text') return `${title}${figure.lines.map(escapeTex).join('\n\n')}`;
  if (figure.kind !== 'table') return title;
  const row = (cells: readonly string[], isHead: boolean) =>
    cells.map((cell) => ({ tex: escapeTex(cell), isHead }));
  const left = figure.leftOutCount > 0 ? `\n\n\\emph{and ${figure.leftOutCount} more rows}` : '';
  return `${title}${tableTex([row(figure.columns, true), ...figure.rows.map((cells) => row(cells, false))])}${left}`;
}
