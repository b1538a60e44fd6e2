import { z } from 'zod';
import { Millis } from './common.ts';

const Replacement = z.string().max(200).default('[redacted]');

/** What is taken out of calls before they are stored. */
export const CallRedaction = z.discriminatedUnion('kind', [
  /** Each match of a regular expression (RE2's grammar) in any text of a call. */
  z.object({
    kind: z.literal('pattern'),
    pattern: z.string().min(1).max(1_000),
    replacement: Replacement,
  }),
  /** The value at a key path: `inputs.messages.*.content`, `*` for any one name, `**` for any number. */
  z.object({
    kind: z.literal('path'),
    path: z.string().min(1).max(1_000),
    replacement: Replacement,
  }),
]);
export type CallRedaction = z.infer<typeof CallRedaction>;

/** `PUT /api/v1/projects/{entity}/{project}/call-rules` */
export const CallRulesInput = z.object({
  redactions: z.array(CallRedaction).max(100).default([]),
  /** The share of traces that is kept, each whole. */
  sampleRate: z.number().min(0).max(1).default(1),
});

/** `GET` and `PUT` of the same address. */
export const CallRulesView = z.object({
  redactions: z.array(CallRedaction),
  sampleRate: z.number(),
  /** Null where nobody has set any. */
  updatedAt: Millis.nullable(),
  updatedBy: z.string().nullable(),
});
