import { type ReportNode, walkDocument } from '@runloom/model';
import { messageOf } from '../../../components/error-state.tsx';
import { EVIDENCE } from '../evidence-kinds.ts';
import type { ExportSource, Figure, Picture, PreparedReport } from './export-source.ts';
import { countMissing, missingFigure } from './missing-figure.ts';

/**
 * Reads all that the report shows. What can't be read is told where it stood and in the notes: the
 * rest is exported all the same.
 */
export async function prepareReport(
  source: ExportSource,
  readPicture: (content: Blob) => Promise<Picture>,
): Promise<PreparedReport> {
  const figures = new Map<ReportNode, readonly Figure[]>();
  const pictures = new Map<string, Picture>();
  const notes: string[] = [];
  const nodes = [...walkDocument(source.document)].map(({ node }) => node);
  const evidence = nodes.filter(({ type }) => EVIDENCE.has(type));
  let readCount = 0;
  const tell = () => source.onProgress?.(`Reading figures: ${readCount} of ${evidence.length}`);
  const readOne = async (node: ReportNode) => {
    try {
      // Put down in the order of the document, whichever comes first.
      figures.set(node, []);
      figures.set(node, await source.figuresOf(node));
    } catch (problem) {
      figures.set(node, [missingFigure('', messageOf(problem))]);
    }
    readCount += 1;
    tell();
  };
  if (evidence.length > 0) tell();
  await Promise.all(evidence.map(readOne));
  const missing = countMissing(figures.values());
  if (missing > 0)
    notes.push(`Figures that are not in the file are named in their place: ${missing}.`);
  for (const { type, attrs } of nodes) {
    const file = attrs?.['file'];
    if (type !== 'image' || typeof file !== 'string' || pictures.has(file)) continue;
    try {
      pictures.set(file, await readPicture(await source.readFile(file)));
    } catch (problem) {
      notes.push(`A picture could not be read: ${messageOf(problem)}`);
    }
  }
  const count = (...types: readonly string[]) =>
    nodes.filter(({ type, attrs }) => types.includes(type) && !attrs?.['file']).length;
  const remote = count('image');
  if (remote > 0) notes.push(`Pictures of other sites stay there and are linked: ${remote}.`);
  const films = nodes.filter(({ type }) => type === 'video' || type === 'embed').length;
  if (films > 0) notes.push(`Films and embedded pages are linked: ${films}.`);
  const opaque = count('opaque', 'html');
  if (opaque > 0) notes.push(`Blocks that only a browser or W&B can draw are named: ${opaque}.`);
  const { report, document, withData } = source;
  return { report, document, withData, figures, pictures, notes };
}
