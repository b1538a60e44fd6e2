import type { ReportNode } from '@runloom/model';
import {
  evidencePlace,
  headingsOf,
  mediaOf,
  ONLY_ITS_PAGE,
  outerAddress,
  plainText,
} from '../places.ts';
import { drawFigures, drawPicture } from './pdf-figures.ts';
import { formulaRun, inlineRuns, type PdfTools, textRuns } from './pdf-inline.ts';
import { drawTable } from './pdf-table.ts';
import { leadingTo, type TextLook } from './pdf-text.ts';

const BODY: TextLook = { size: 10.5 };
const SOURCE: TextLook = { size: 8, colour: '#63666d' };
const CODE: TextLook = { size: 8.5, isMono: true };
const HEADINGS: readonly TextLook[] = [
  { size: 17, isBold: true },
  { size: 14, isBold: true },
  { size: 11.5, isBold: true },
];
const TONES: Readonly<Record<string, string>> = {
  note: '#4a7ee8',
  tip: '#2c9a5e',
  warning: '#d08a00',
  danger: '#d2414a',
};

/** Where headings came to stand, and where the contents name them. */
export interface Places {
  readonly headings: Map<ReportNode, { readonly page: number; readonly y: number }>;
  readonly contents: { readonly heading: ReportNode; readonly page: number; readonly y: number }[];
}

/** Draws blocks of a report below each other. */
export function createBlockDrawer(
  tools: PdfTools,
  places: Places,
): (node: ReportNode) => Promise<void> {
  const { flow, report } = tools;
  const headings = headingsOf(report);
  const inline = (node: ReportNode, look: TextLook) => inlineRuns(node.content, look, tools);
  const words = (text: string, look: TextLook) => textRuns(text, look, tools);
  const blocks = async (nodes: readonly ReportNode[] | undefined) => {
    for (const node of nodes ?? []) await block(node);
  };

  async function block(node: ReportNode): Promise<void> {
    const { type, attrs = {}, content } = node;
    const text = (name: string) => String(attrs[name] ?? '');
    flow.space(7);
    switch (type) {
      case 'paragraph':
        if (content?.length) await flow.text(inline(node, BODY), BODY);
        return;
      case 'heading':
        return heading(node);
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return list(node);
      case 'blockquote':
        return flow.inset({ by: 14, bar: '#dcdee3' }, () => blocks(content));
      case 'callout': {
        const bar = TONES[text('tone')] ?? '#4a7ee8';
        return flow.inset({ by: 14, byRight: 8, bar, background: '#f5f6f8' }, () =>
          blocks(content),
        );
      }
      case 'codeBlock':
        return flow.inset({ by: 8, byRight: 8, background: '#f5f6f8' }, async () => {
          for (const line of plainText(node).split('\n')) {
            await flow.text(words(line.replaceAll('\t', '    ') || ' ', CODE), CODE);
          }
        });
      case 'mathBlock': {
        const drawing = tools.formula(text('latex'), true);
        if (drawing === null) return flow.text(words(text('latex'), CODE), CODE);
        const size = Math.min(BODY.size, flow.width / drawing.width);
        return flow.text([formulaRun(drawing, size, tools)], BODY, { align: 'center' });
      }
      case 'horizontalRule':
        flow.reserve(10);
        flow.pdf.setDrawColor('#dcdee3');
        flow.pdf.setLineWidth(0.8);
        flow.pdf.line(flow.left, flow.y + 5, flow.left + flow.width, flow.y + 5);
        flow.advance(10);
        return;
      case 'table': {
        const look: TextLook = { size: 9 };
        await drawTable(
          flow,
          (content ?? []).map((row) =>
            (row.content ?? []).map((cell) => {
              const isHead = cell.type === 'tableHeader';
              const own = { ...look, isBold: isHead };
              return { runs: cellRuns(cell, own), look: own, isHead };
            }),
          ),
        );
        return;
      }
      case 'tableOfContents':
        return contents();
      case 'image':
      case 'video':
        return media(node);
      case 'embed': {
        const look = leadingTo(outerAddress(attrs['src'], report), BODY);
        return flow.text(words(text('src'), look), BODY);
      }
      case 'html':
        return flow.text(words(ONLY_ITS_PAGE, SOURCE), SOURCE);
      default:
        return evidence(node);
    }
  }

  /** The blocks of a cell, each on lines of its own. */
  function cellRuns(cell: ReportNode, look: TextLook) {
    return (cell.content ?? []).flatMap((node, index) => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      ...(node.type === 'paragraph' || node.type === 'heading'
        ? inline(node, look)
        : words(plainText(node), look)),
    ]);
  }

  async function heading(node: ReportNode): Promise<void> {
    const look = HEADINGS[Number(node.attrs?.['level'] ?? 1) - 1] ?? BODY;
    flow.space(look.size * 1.3);
    // A heading never stands alone at the foot of a page.
    flow.reserve(look.size * 1.4 + 40);
    places.headings.set(node, { page: flow.page, y: flow.y });
    await flow.text(inline(node, look), look);
  }

  async function list(node: ReportNode): Promise<void> {
    const start = Number(node.attrs?.['start'] ?? 1);
    for (const [index, item] of (node.content ?? []).entries()) {
      flow.space(3);
      const isDone = item.attrs?.['checked'] === true;
      const marker =
        item.type === 'taskItem'
          ? isDone
            ? '☑'
            : '☐'
          : node.type === 'orderedList'
            ? `${start + index}.`
            : '•';
      const [line] = flow.lines(words(marker, BODY), BODY);
      flow.reserve((line?.ascent ?? 0) + (line?.descent ?? 0));
      if (line !== undefined) await flow.linesAt([line], flow.left, flow.y);
      await flow.inset({ by: Math.max(16, (line?.width ?? 0) + 6) }, async () => {
        const [first, ...rest] = item.content ?? [];
        if (first?.content?.length) await flow.text(inline(first, BODY), BODY);
        else if (line !== undefined) flow.advance(line.ascent + line.descent);
        await blocks(rest);
      });
    }
  }

  /** Its numbers of pages are written once all pages are there. */
  async function contents(): Promise<void> {
    for (const [node, { level, text }] of headings) {
      flow.space(2);
      await flow.inset({ by: (level - 1) * 16, byRight: 40 }, async () => {
        const lines = flow.lines(words(text || 'Untitled', BODY), BODY);
        const height = lines.reduce((sum, line) => sum + line.ascent + line.descent, 0);
        flow.reserve(height);
        places.contents.push({ heading: node, page: flow.page, y: flow.y });
        await flow.linesAt(lines, flow.left, flow.y);
        flow.advance(height);
      });
    }
  }

  async function media(node: ReportNode): Promise<void> {
    const { picture, width: percent, caption, name, address } = mediaOf(node, report);
    if (picture !== null) {
      // As large as it is on a screen: 96 pixels to an inch.
      const wanted = percent === null ? (picture.width * 72) / 96 : (percent / 100) * flow.width;
      let width = Math.min(flow.width, Math.max(1, wanted));
      let height = (width * picture.height) / picture.width;
      if (height > 560) [width, height] = [(width * 560) / height, 560];
      flow.reserve(height);
      drawPicture(tools, picture, {
        x: flow.left + (flow.width - width) / 2,
        y: flow.y,
        width,
        height,
      });
      flow.advance(height + 4);
    } else {
      await flow.text(words(name, leadingTo(address, BODY)), BODY);
    }
    if (caption !== '') await flow.text(words(caption, SOURCE), SOURCE, { align: 'center' });
  }

  async function evidence(node: ReportNode): Promise<void> {
    await drawFigures(report.figures.get(node) ?? [], tools);
    const place = evidencePlace(node, report);
    if (place === null) return;
    flow.space(3);
    await flow.text(words(place.text, leadingTo(place.address, SOURCE)), SOURCE);
  }

  return block;
}
