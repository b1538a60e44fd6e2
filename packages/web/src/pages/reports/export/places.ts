import type { ReportNode } from '@runloom/model';
import { evidenceLink, numberPath } from '@runloom/model/report-markdown';
import type { Picture, PreparedReport } from './export-source.ts';

/** What an address of the document is outside of the server; null for one that leads nowhere. */
export function outerAddress(
  href: unknown,
  { report }: Pick<PreparedReport, 'report'>,
): string | null {
  if (typeof href !== 'string') return null;
  try {
    const { href: whole, protocol } = new URL(href, report.address);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? whole : null;
  } catch {
    return null;
  }
}

/** Where a number of the text comes from. */
export const numberAddress = (node: ReportNode, report: Pick<PreparedReport, 'report'>) =>
  outerAddress(numberPath(node.attrs?.['reference']), report);

/** What a block of evidence is called, and its page. */
export function evidencePlace(
  node: ReportNode,
  report: Pick<PreparedReport, 'report'>,
): { readonly text: string; readonly address: string | null } | null {
  const link = evidenceLink(node);
  return link === null ? null : { text: link.text, address: outerAddress(link.path, report) };
}

/** A picture or film of the text, as far as an export has it. */
export interface PlacedMedia {
  /** Its file, for the place that pictures of the text have in the export. */
  readonly file: string;
  /** Null for a film, and for what could not be taken along. */
  readonly picture: Picture | null;
  /** Percent of the text's width; null: as large as it is. */
  readonly width: number | null;
  readonly alt: string;
  readonly caption: string;
  /** What it is called where it is only linked, and the address that leads to it. */
  readonly name: string;
  readonly address: string | null;
}

export function mediaOf({ type, attrs = {} }: ReportNode, report: PreparedReport): PlacedMedia {
  const text = (name: string) => String(attrs[name] ?? '');
  const [file, alt, caption, src] = [text('file'), text('alt'), text('caption'), text('src')];
  return {
    file,
    picture: type === 'image' ? (report.pictures.get(file) ?? null) : null,
    width: typeof attrs['width'] === 'number' ? attrs['width'] : null,
    alt,
    caption,
    name: alt || caption || (type === 'video' ? 'Film' : 'Picture'),
    address: src === '' ? null : outerAddress(src, report),
  };
}

/** Said in the place of a block that an export can't hold. */
export const ONLY_ITS_PAGE = 'A part that only its page can show.';

/** Headings in the order of the document, each with a name of its own. */
export function headingsOf({
  document,
}: Pick<PreparedReport, 'document'>): ReadonlyMap<
  ReportNode,
  { readonly id: string; readonly level: number; readonly text: string }
> {
  const headings = new Map<ReportNode, { id: string; level: number; text: string }>();
  for (const node of document.content) {
    if (node.type !== 'heading') continue;
    const level = Number(node.attrs?.['level'] ?? 1);
    headings.set(node, { id: `part-${headings.size + 1}`, level, text: plainText(node) });
  }
  return headings;
}

/** What there is to read in a block. */
export function plainText(node: ReportNode): string {
  const { type, text, attrs = {}, content = [] } = node;
  switch (type) {
    case 'text':
      return text ?? '';
    case 'hardBreak':
      return ' ';
    case 'mention':
      return `@${String(attrs['username'] ?? '')}`;
    case 'number':
      return String(attrs['value'] ?? '');
    case 'mathInline':
    case 'mathBlock':
      return String(attrs['latex'] ?? '');
    default:
      return content.map(plainText).join(content.some((one) => one.content) ? ' ' : '');
  }
}

/** The day of a time, as everybody reads it. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
