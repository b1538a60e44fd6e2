import { type ReportDocument, walkDocument } from '@runloom/model';

/** The digests of recordings that frozen blocks of a document show, by block. */
export function frozenIn(document: ReportDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { node } of walkDocument(document)) {
    if (node.type !== 'panelGrid') continue;
    const grid = node.attrs?.['grid'] as { frozen?: { digest?: unknown } } | undefined;
    const [block, digest] = [node.attrs?.['block'], grid?.frozen?.digest];
    if (typeof block === 'string' && typeof digest === 'string') found.set(block, digest);
  }
  return found;
}
