import { documentText, type ReportDocument, walkDocument } from '@runloom/model';

const MOST_SEARCHED = 200_000;
const PREVIEW = 300;

/** Small letters without what the metadata store does not take. */
export function searchable(text: string): string {
  return text.toWellFormed().replaceAll('\0', ' ').toLowerCase().slice(0, MOST_SEARCHED);
}

/** What lists show of a document, and what they search. */
export function textsOf(document: ReportDocument): { preview: string; body: string } {
  const text = documentText(document);
  const preview = text.slice(0, PREVIEW).toWellFormed().replaceAll('\0', ' ');
  return { preview, body: searchable(text) };
}

/** User names that the text speaks to, each with what stands around it. */
export function mentionsIn(document: ReportDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { node, top } of walkDocument(document)) {
    const name = node.type === 'mention' ? node.attrs?.['username'] : undefined;
    if (typeof name !== 'string' || found.has(name)) continue;
    found.set(name, documentText({ type: 'doc', content: [top] }).slice(0, PREVIEW));
  }
  return found;
}
