import { readPrintTheme } from '../../../../charts/theme.ts';
import { messageOf } from '../../../../components/error-state.tsx';
import type { PanelDrawing } from '../../../../panels/board/panel-drawing.ts';
import type { Figure, Picture } from '../export-source.ts';
import { missingFigure } from '../missing-figure.ts';

/** Rows of a table that stand in a document. */
const MOST_ROWS = 200;
const MOST_LINES = 200;
/** Sizes that figures are laid out for, px: over the whole width of a page, and over half of it. */
const WIDE = { width: 900, height: 420 };
const NARROW = { width: 560, height: 330 };
/** From this part of the width on a panel is wide. */
const WIDE_PART = 0.6;

/**
 * Takes what a block shows out of the page: the drawings that its charts offer, tables, pictures and
 * texts as they stand there, so that a document shows the same numbers.
 * @param readImage reads a picture that the page shows; null for one that can't be taken along
 */
export async function harvestFigures(
  element: HTMLElement,
  drawings: ReadonlyMap<string, PanelDrawing>,
  readImage: (image: HTMLImageElement) => Promise<Picture | null>,
): Promise<readonly Figure[]> {
  const panels = [...element.querySelectorAll<HTMLElement>('[data-panel]')];
  if (panels.length === 0) {
    const content = await readContent(element, '', true, readImage);
    return content.length === 0 ? [missingFigure('', NOTHING_TO_TAKE)] : content;
  }
  const theme = readPrintTheme();
  const figures: Figure[] = [];
  for (const panel of panels) {
    const part = panel.offsetWidth / Math.max(1, element.offsetWidth);
    const isWide = part >= WIDE_PART;
    const title = panel.getAttribute('aria-label') ?? '';
    const drawing = drawings.get(panel.dataset['panel'] ?? '');
    try {
      if (drawing === undefined) {
        const body = panel.querySelector<HTMLElement>('[data-panel-body]') ?? panel;
        const content = await readContent(body, title, isWide, readImage);
        figures.push(...(content.length === 0 ? [missingFigure(title, NOTHING_TO_TAKE)] : content));
        continue;
      }
      const picture = await drawing.picture(theme, isWide ? WIDE : NARROW);
      figures.push({ kind: 'drawing', ...picture, title, isWide, data: drawing.table() });
    } catch (problem) {
      // The others are worth having all the same.
      figures.push(missingFigure(title, messageOf(problem)));
    }
  }
  return figures;
}

const NOTHING_TO_TAKE = 'what is drawn here can’t be taken along, it is on the page alone';

async function readContent(
  element: HTMLElement,
  title: string,
  isWide: boolean,
  readImage: (image: HTMLImageElement) => Promise<Picture | null>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const table of element.querySelectorAll('table')) figures.push(tableFigure(table, title));
  for (const image of element.querySelectorAll('img')) {
    const picture = await readImage(image);
    const caption = image.alt;
    figures.push(
      picture === null
        ? missingFigure(title, `a picture that could not be read, ${caption || 'without a name'}`)
        : { kind: 'picture', title, isWide: false, picture, caption },
    );
  }
  for (const canvas of element.querySelectorAll('canvas')) {
    const picture = await canvasPicture(canvas);
    if (picture !== null) figures.push({ kind: 'picture', title, isWide, picture, caption: '' });
  }
  const facts = [...element.querySelectorAll('dl')].flatMap(factRows);
  if (facts.length > 0) {
    figures.push({ kind: 'table', title, isWide, columns: [], rows: facts, leftOutCount: 0 });
  }
  const lines = textLines(element);
  if (lines.length > 0) figures.unshift({ kind: 'text', title, isWide, lines });
  return figures;
}

function tableFigure(table: HTMLTableElement, title: string): Figure {
  const rows = [...table.rows].map((row) => [...row.cells].map(cleanText));
  const isHead = [...(table.rows[0]?.cells ?? [])].every(({ tagName }) => tagName === 'TH');
  const body = isHead ? rows.slice(1) : rows;
  return {
    kind: 'table',
    title,
    isWide: true,
    columns: isHead ? (rows[0] ?? []) : [],
    rows: body.slice(0, MOST_ROWS),
    leftOutCount: Math.max(0, body.length - MOST_ROWS),
  };
}

/** Names and values of a list of facts. */
function factRows(list: HTMLElement): readonly (readonly string[])[] {
  return [...list.querySelectorAll('dt')].map((name) => [
    cleanText(name),
    name.nextElementSibling === null ? '' : cleanText(name.nextElementSibling),
  ]);
}

const cleanText = (element: Element): string => rawText(element).replace(/\s+/g, ' ').trim();

/** A time says when it was, not how long ago. */
function rawText(node: Node): string {
  if (node instanceof HTMLTimeElement && node.dateTime !== '') return timeText(node.dateTime);
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  return [...node.childNodes].map(rawText).join('');
}

const timeText = (time: string): string => time.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC');

/** What is told elsewhere, or is no part of what is shown. */
const SKIPPED =
  'table, dl, button, input, select, textarea, svg, script, style, iframe, nav, [role="menu"]';
const BLOCKS = new Set(['block', 'flex', 'grid', 'list-item', 'flow-root']);

function isRow(element: HTMLElement | null): boolean {
  if (element === null) return false;
  const { display, flexDirection } = getComputedStyle(element);
  return display === 'grid' || (display === 'flex' && !flexDirection.startsWith('column'));
}

/** Texts in the order of the page, a line for each block of them. */
function textLines(element: HTMLElement): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const close = () => {
    const text = line.replace(/\s+/g, ' ').trim();
    if (text !== '') lines.push(text);
    line = '';
  };
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE || node instanceof HTMLTimeElement) line += rawText(node);
    if (!(node instanceof HTMLElement) || node instanceof HTMLTimeElement) return;
    if (node.matches(SKIPPED)) return;
    // Names and values beside each other are on one line.
    const isBeside = node.childElementCount === 0 && isRow(node.parentElement);
    const isBlock = !isBeside && BLOCKS.has(getComputedStyle(node).display);
    if (isBlock) close();
    else line += ' ';
    for (const child of node.childNodes) visit(child);
    if (isBlock) close();
  };
  visit(element);
  close();
  return lines.slice(0, MOST_LINES);
}

async function canvasPicture(canvas: HTMLCanvasElement): Promise<Picture | null> {
  if (canvas.width === 0 || canvas.height === 0) return null;
  const drawn = await new Promise<Blob | null>((resolve) => {
    // A canvas that holds what others own can't be read.
    try {
      canvas.toBlob(resolve, 'image/png');
    } catch {
      resolve(null);
    }
  });
  if (drawn === null) return null;
  const bytes = new Uint8Array(await drawn.arrayBuffer());
  return { bytes, type: 'image/png', width: canvas.width, height: canvas.height };
}
