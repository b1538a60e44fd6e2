import { REPORT_EVIDENCE } from '@runloom/model';

/** Kinds of blocks that show data of projects. */
export const EVIDENCE: ReadonlySet<string> = new Set(REPORT_EVIDENCE);
