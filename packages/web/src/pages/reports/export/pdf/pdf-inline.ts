import type { ReportNode } from '@runloom/model';
import type { PreparedReport } from '../export-source.ts';
import { numberAddress, outerAddress } from '../places.ts';
import type { FormulaDrawing } from './formula-svg.ts';
import { drawSvg } from './pdf-drawing.ts';
import type { Flow } from './pdf-flow.ts';
import { leadingTo, type Run, shaped, type TextLook } from './pdf-text.ts';
import { drawnText } from './text-picture.ts';

/** What texts are set with. */
export interface PdfTools {
  readonly flow: Flow;
  readonly report: PreparedReport;
  readonly formula: (latex: string, isDisplay: boolean) => FormulaDrawing | null;
  /** Told of letters that no font of the document has. */
  readonly onMissing: (text: string) => void;
}

/** What stands in a block of text, as runs. */
export const inlineRuns = (
  content: readonly ReportNode[] | undefined,
  look: TextLook,
  tools: PdfTools,
): readonly Run[] => (content ?? []).flatMap((node) => nodeRuns(node, look, tools));

function nodeRuns(node: ReportNode, look: TextLook, tools: PdfTools): readonly Run[] {
  const { type, attrs = {}, text = '' } = node;
  switch (type) {
    case 'hardBreak':
      return [{ kind: 'break' }];
    case 'mathInline': {
      const latex = String(attrs['latex'] ?? '');
      const drawing = tools.formula(latex, false);
      return drawing === null
        ? textRuns(latex, { ...look, isMono: true }, tools)
        : [formulaRun(drawing, look.size, tools)];
    }
    case 'mention':
      return textRuns(`@${String(attrs['username'] ?? '')}`, { ...look, colour: '#2f5fd0' }, tools);
    case 'number': {
      const own = leadingTo(numberAddress(node, tools.report), look);
      return textRuns(String(attrs['value'] ?? ''), own, tools);
    }
    default:
      return textRuns(text, lookOf(node, look, tools.report), tools);
  }
}

function lookOf({ marks = [] }: ReportNode, look: TextLook, report: PreparedReport): TextLook {
  let own = look;
  for (const { type, attrs } of marks) {
    if (type === 'bold') own = { ...own, isBold: true };
    if (type === 'italic') own = { ...own, isItalic: true };
    if (type === 'underline') own = { ...own, isUnderlined: true };
    if (type === 'strike') own = { ...own, isStruck: true };
    if (type === 'highlight') own = { ...own, background: '#fff2b3' };
    if (type === 'code')
      own = { ...own, isMono: true, size: own.size * 0.9, background: '#f0f1f4' };
    if (type === 'link') own = leadingTo(outerAddress(attrs?.['href'], report), own);
  }
  return own;
}

export function formulaRun(
  { svg, width, ascent, descent }: FormulaDrawing,
  size: number,
  { flow }: PdfTools,
): Run {
  const box = { width: width * size, ascent: ascent * size, descent: descent * size };
  return {
    kind: 'box',
    box: {
      ...box,
      draw: (x, y) =>
        drawSvg(flow.pdf, svg, {
          x,
          y: y - box.ascent,
          width: box.width,
          height: box.ascent + box.descent,
        }),
    },
  };
}

/** Signs that a reader takes for one. */
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Text, in which letters that the fonts lack are drawn by the browser as pictures. */
export function textRuns(
  text: string,
  look: TextLook,
  tools: Pick<PdfTools, 'flow' | 'onMissing'>,
): readonly Run[] {
  const { flow, onMissing } = tools;
  const runs: Run[] = [];
  let [known, missing] = ['', ''];
  const close = () => {
    if (known !== '') runs.push({ kind: 'text', text: known, look });
    if (missing !== '') {
      onMissing(missing);
      runs.push({ kind: 'box', box: drawnText(flow.pdf, missing, look) });
    }
    [known, missing] = ['', ''];
  };
  for (const { segment: cluster } of clusters.segment(cleanText(text))) {
    const isKnown =
      /^\s+$/.test(cluster) ||
      [...shaped(flow.pdf, cluster)].every((sign) => flow.measure.has(sign, look));
    if (isKnown ? missing !== '' : known !== '') close();
    if (isKnown) known += cluster;
    else missing += cluster;
    // So that a long text without spaces may still be broken; other letters join within their word.
    if (missing.length >= (UNSPACED.test(cluster) ? 8 : 60)) close();
  }
  close();
  return runs;
}

const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s/g, ' ')
    .replace(/\p{Cc}|[\u200b-\u200f\u202a-\u202e\ufeff]|\ufe0f/gu, '');
