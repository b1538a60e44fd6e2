import { jsPDF } from 'jspdf';
import { shownText } from '../../../../components/shown-text.ts';
import type { Drawing, PreparedReport } from '../export-source.ts';
import { dayOf, headingsOf, outerAddress } from '../places.ts';
import { createFormulaDrawer } from './formula-svg.ts';
import { createBlockDrawer, type Places } from './pdf-blocks.ts';
import { drawDrawing } from './pdf-chart.ts';
import { createFlow, PAGE } from './pdf-flow.ts';
import { addFonts, loadFonts, SANS } from './pdf-fonts.ts';
import { type PdfTools, textRuns } from './pdf-inline.ts';
import { leadingTo, type TextLook } from './pdf-text.ts';

const TITLE: TextLook = { size: 24, isBold: true };
const FAINT: TextLook = { size: 10, colour: '#63666d' };
const SOURCE: TextLook = { size: 8, colour: '#63666d' };

/** The page stays usable while a long report is drawn: so long it works before others have their turn. */
const WORK_MS = 30;

/**
 * The report as PDF: text that can be chosen and searched, figures and formulas as vectors, contents
 * and outline that lead to their pages.
 * @param onBlock told how far it is, from 0 to 1
 */
export async function reportPdf(
  report: PreparedReport,
  onBlock: (part: number) => void = () => {},
): Promise<{ readonly content: Blob; readonly notes: readonly string[] }> {
  const pdf = new jsPDF({ unit: 'pt', format: 'a4', compress: true });
  addFonts(pdf, await loadFonts());
  const flow = createFlow(pdf);
  const missing = new Set<string>();
  const tools: PdfTools = {
    flow,
    report,
    formula: createFormulaDrawer(),
    onMissing: (text) => {
      for (const sign of text) missing.add(sign);
    },
  };
  const { title, description, authors, updatedAt, address } = report.report;
  pdf.setDocumentProperties({
    title,
    author: authors.join(', '),
    subject: description,
    creator: 'Runloom',
  });
  await flow.text(textRuns(title, TITLE, tools), TITLE);
  if (description !== '') await flow.text(textRuns(description, FAINT, tools), FAINT);
  const byline = [...authors.map(shownText), dayOf(updatedAt)].join(' · ');
  await flow.text(textRuns(byline, FAINT, tools), FAINT);
  const source = leadingTo(outerAddress(address, report), SOURCE);
  await flow.text(textRuns(address, source, tools), SOURCE);
  flow.space(16);

  const places: Places = { headings: new Map(), contents: [] };
  const draw = createBlockDrawer(tools, places);
  const { content } = report.document;
  let pausedAt = performance.now();
  for (const [index, node] of content.entries()) {
    await draw(node);
    if (performance.now() - pausedAt < WORK_MS) continue;
    onBlock((index + 1) / content.length);
    await new Promise((resolve) => setTimeout(resolve, 0));
    pausedAt = performance.now();
  }
  finishContents(pdf, places);
  addOutline(pdf, report, places);
  numberPages(pdf);
  const notes =
    missing.size === 0
      ? []
      : [
          `${missing.size} letters that the fonts of the document lack (${[...missing].slice(0, 10).join(' ')}) are drawn as pictures: they can be seen, not searched.`,
        ];
  return { content: pdf.output('blob'), notes };
}

/** Makes of each drawing a page of its own size. The fonts are loaded once for all of them. */
export function createDrawingPrinter(): (drawing: Drawing) => Promise<Uint8Array> {
  let fonts: ReturnType<typeof loadFonts> | undefined;
  return async (drawing) => {
    const { width, height } = drawing;
    fonts ??= loadFonts();
    const orientation = width > height ? 'landscape' : 'portrait';
    const pdf = new jsPDF({ unit: 'pt', format: [width, height], orientation, compress: true });
    addFonts(pdf, await fonts);
    const flow = createFlow(pdf);
    await drawDrawing({ flow, onMissing: () => {} }, drawing, { x: 0, y: 0, width, height });
    return new Uint8Array(pdf.output('arraybuffer'));
  };
}

function finishContents(pdf: jsPDF, { headings, contents }: Places): void {
  const right = PAGE.width - PAGE.right;
  for (const { heading, page, y } of contents) {
    const target = headings.get(heading);
    if (target === undefined) continue;
    pdf.setPage(page);
    pdf.setFont(SANS, 'normal');
    pdf.setFontSize(10.5);
    pdf.setTextColor('#63666d');
    pdf.text(String(target.page), right, y + 10, { align: 'right' });
    pdf.link(PAGE.left, y, right - PAGE.left, 14, { pageNumber: target.page });
  }
}

function addOutline(pdf: jsPDF, report: PreparedReport, { headings }: Places): void {
  const open: { level: number; item: unknown }[] = [];
  for (const [node, { level, text }] of headingsOf(report)) {
    const place = headings.get(node);
    if (place === undefined) continue;
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1)?.item ?? null;
    const item = pdf.outline.add(parent, text || 'Untitled', { pageNumber: place.page });
    open.push({ level, item });
  }
}

function numberPages(pdf: jsPDF): void {
  const count = pdf.getNumberOfPages();
  for (let page = 1; page <= count; page += 1) {
    pdf.setPage(page);
    pdf.setFont(SANS, 'normal');
    pdf.setFontSize(8.5);
    pdf.setTextColor('#63666d');
    pdf.text(`${page} / ${count}`, PAGE.width / 2, PAGE.height - 36, { align: 'center' });
  }
}
