import type { Figure } from './export-source.ts';

/**
 * Stands where a figure would: a document without it must say so.
 * @param title of the panel; empty where it has none
 * @param reason why it is not there, as the rest of a sentence
 */
export const missingFigure = (title: string, reason: string): Figure => ({
  kind: 'text',
  title,
  isWide: true,
  isMissing: true,
  lines: [`Not in this file: ${reason.replace(/[.\s]+$/, '')}.`],
});

/** How many figures are missing among these. */
export const countMissing = (figures: Iterable<readonly Figure[]>): number =>
  [...figures].flat().filter((figure) => figure.kind === 'text' && figure.isMissing === true)
    .length;
