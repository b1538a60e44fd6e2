import {
  EMPTY_DOCUMENT,
  type ExactJson,
  isSameJson,
  parseExactJson,
  type ReportDocument,
  reportIdOf,
  stringifyExact,
} from '@runloom/model';
import type { ReportFormat } from '../../../domains/reports/index.ts';
import type { ReportPlace } from './blocks.ts';
import { blocksOf } from './exact.ts';
import { receiveBlocks } from './receive.ts';
import { type BlockPair, pairBlocks } from './write-blocks.ts';

/**
 * How clients of W&B read and write reports.
 * @param publicUrl of this server, by which clients read files of reports; null when nobody said it
 */
export function createReportFormat(publicUrl: string | null): ReportFormat {
  const placeOf = ({ entityName, projectName, id }: Parameters<ReportFormat['read']>[1]) => {
    const base = (publicUrl ?? '').replace(/\/$/, '');
    const fileAddress = (file: string) =>
      `${base}/api/v1/reports/${encodeURIComponent(reportIdOf(id ?? 0))}/files/${file}`;
    return {
      entityName,
      projectName,
      fileAddress: id === null || base === '' ? null : fileAddress,
    };
  };
  return {
    read: (text, place, current) => readReport(text, placeOf(place), current),
    write: (document, place, previous) => writeReport(document, placeOf(place), previous),
  };
}

/** A document as it is, with the text of the client that it came from; null when no client wrote it. */
export interface CurrentReport {
  readonly document: ReportDocument;
  readonly text: string | null;
}

/**
 * The document that a text of the PyPI package `wandb-workspaces` means (0.4, `Spec` of reports).
 * Blocks of the current report that the client left as they were keep their names, the comments on
 * them and all that W&B has no word for.
 * @throws SyntaxError when the text is no JSON
 */
export function readReport(
  text: string,
  place: ReportPlace,
  current: CurrentReport | null = null,
): ReportDocument {
  const blocks = blocksOf(parseExactJson(text));
  const before = current === null ? [] : pairsOf(current.document, current.text, place);
  const content = receiveBlocks(blocks, before, place).flatMap(({ nodes }) => nodes);
  return content.length === 0 ? EMPTY_DOCUMENT : { type: 'doc', content };
}

/**
 * The text for a document. Of the client's previous text all stays, letter by letter, that was not
 * changed since.
 */
export function writeReport(
  document: ReportDocument,
  place: ReportPlace,
  previous: string | null,
): string {
  const spec = previous === null ? EMPTY_SPEC : parseExactJson(previous);
  const blocks = pairsOf(document, previous, place).map(({ block }) => block);
  const isUntouched = isSameJson([...blocksOf(spec)], [...blocks]);
  return previous !== null && isUntouched ? previous : stringifyExact(withBlocks(spec, blocks));
}

const EMPTY_SPEC = parseExactJson(
  JSON.stringify({
    version: 5,
    panelSettings: {},
    blocks: [],
    width: 'readable',
    authors: [],
    discussionThreads: [],
    ref: {},
  }),
);

function pairsOf(
  { content }: ReportDocument,
  text: string | null,
  place: ReportPlace,
): readonly BlockPair[] {
  return pairBlocks(content, text === null ? null : blocksOf(parseExactJson(text)), place);
}

const withBlocks = (spec: ExactJson, blocks: readonly ExactJson[]): ExactJson =>
  new Map(spec instanceof Map ? spec : []).set('blocks', [...blocks]);
