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
export type CallRulesInput = z.input<typeof CallRulesInput>;

/** `GET` and `PUT` of the same address. */
export const CallRulesView = z.object({
  redactions: z.array(CallRedaction),
  sampleRate: z.number(),
  /** Null where nobody has set any. */
  updatedAt: Millis.nullable(),
  updatedBy: z.string().nullable(),
});
export type CallRulesView = z.infer<typeof CallRulesView>;

/** Characters of what a preview is asked for. */
export const MOST_PREVIEWED = 200_000;

/** `POST …/call-rules/preview`: what these rules would make of a call, nothing of which is stored. */
export const CallRulesTrial = z.object({
  rules: CallRulesInput,
  call: z.union([
    /** One that is stored, by what is left of it after the rules of its time. */
    z.object({ id: z.string().min(1).max(512) }),
    /** JSON: an object with `inputs`, `output`, `attributes`, …, or anything else, which is taken as inputs. */
    z.object({ text: z.string().max(MOST_PREVIEWED) }),
  ]),
});
export type CallRulesTrial = z.input<typeof CallRulesTrial>;

export const CallRulesPreview = z.object({
  /** Rules that can't be read, by their place from 0; then nothing is previewed. */
  problems: z.array(z.object({ redaction: z.number(), message: z.string() })),
  /** The fields of the call that rules look at. */
  before: z.unknown(),
  after: z.unknown(),
  /** Whether its trace is among the share that is kept. Null for a text, which has none. */
  isKept: z.boolean().nullable(),
});
export type CallRulesPreview = z.infer<typeof CallRulesPreview>;
