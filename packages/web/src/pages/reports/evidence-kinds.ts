/** Kinds of blocks that show data of projects. */
export const EVIDENCE: ReadonlySet<string> = new Set([
  'panelGrid',
  'runCard',
  'artifactCard',
  'traceCard',
  'evaluationComparison',
  'queryTable',
]);
