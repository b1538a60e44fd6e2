import { z } from 'zod';
import { Millis } from '../api/common.ts';
import { BlockId } from './attributes.ts';
import { EvidenceDigest } from './panel-grid.ts';

/** Kinds of blocks that are drawn from what the server answers about projects. */
export const REPORT_EVIDENCE = [
  'panelGrid',
  'runCard',
  'artifactCard',
  'traceCard',
  'evaluationComparison',
  'queryTable',
] as const;

/** What a block asks of `/api/v1` in order to be shown. */
export const EvidenceRequest = z.object({
  method: z.enum(['GET', 'POST']),
  /** Below the server, with its query: `/api/v1/projects/ada/looms/panels`. */
  path: z.string().min(1).max(16_000).startsWith('/api/v1/'),
  /** JSON text of the body, letter by letter as it is sent; null without one. */
  body: z.string().max(4_000_000).nullable().default(null),
  /** The `Accept` header, where an address answers in several forms, as panels do; null: JSON. */
  accept: z.string().max(200).nullable().default(null),
});
export type EvidenceRequest = z.infer<typeof EvidenceRequest>;

export const EvidenceAnswer = z.object({
  status: z.number(),
  contentType: z.string(),
  /** `base64` for what is no text, such as panels in their binary form. */
  encoding: z.enum(['text', 'base64']),
  body: z.string(),
});
export type EvidenceAnswer = z.infer<typeof EvidenceAnswer>;

/** `POST /api/v1/reports/{id}/evidence`: the server asks each, as whoever records, and keeps the answers. */
export const EvidenceInput = z.object({
  block: BlockId,
  requests: z.array(EvidenceRequest).min(1).max(500),
});
export const EvidenceRecorded = z.object({ digest: EvidenceDigest });

/** `GET /api/v1/reports/{id}/evidence/{digest}` and `GET /api/v1/shared/{token}/evidence/{digest}` */
export const EvidenceTape = z.object({
  digest: EvidenceDigest,
  block: z.string(),
  recordedAt: Millis,
  /** User name; null for somebody who is gone, and for readers without an account. */
  recordedBy: z.string().nullable(),
  requests: z.array(EvidenceRequest.extend({ answer: EvidenceAnswer })),
});
export type EvidenceTape = z.infer<typeof EvidenceTape>;

/** What became of one request when it was asked again. */
export const EvidenceState = z.enum([
  'same',
  /** The answer is another one. */
  'moved',
  /** What it asks for is deleted. */
  'gone',
  /** Whoever checks may not see it. */
  'hidden',
]);
export type EvidenceState = z.infer<typeof EvidenceState>;

/** `POST /api/v1/reports/{id}/evidence/{digest}/check` */
export const EvidenceCheck = z.object({
  checkedAt: Millis,
  isSame: z.boolean(),
  requests: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      state: EvidenceState,
      /** In words: `summary.loss of run a: 0.31 → 0.29`; a few at most. */
      changes: z.array(z.string()),
    }),
  ),
});
export type EvidenceCheck = z.infer<typeof EvidenceCheck>;
