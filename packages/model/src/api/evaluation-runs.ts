import { z } from 'zod';
import { Millis } from './common.ts';
import { ModelFailure, ModelRequest } from './playground.ts';
import { ScorerSpec } from './scorers.ts';

const Version = z.object({
  name: z.string().min(1).max(256),
  /** A digest, `latest`, `v3` or an alias. */
  version: z.string().min(1).max(128).default('latest'),
});

/** What is evaluated: a prompt asked of a model, or settings that the playground kept. */
export const EvaluatedModel = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('prompt'),
    prompt: Version,
    provider: z.string().min(1).max(128),
    model: z.string().min(1).max(200),
    parameters: ModelRequest.shape.parameters,
  }),
  z.object({ kind: z.literal('saved'), saved: Version }),
]);
export type EvaluatedModel = z.input<typeof EvaluatedModel>;

/** A scorer of one's own settings, or a published version that the server can carry out. */
export const ChosenScorer = z.union([
  ScorerSpec,
  z.object({ kind: z.literal('published'), scorer: Version }),
]);
export type ChosenScorer = z.input<typeof ChosenScorer>;

/** `POST /api/v1/projects/{entity}/{project}/evaluation-runs`: one evaluation for each model. */
export const EvaluationRunInput = z.object({
  /** What lists show; null for one made of the dataset and the model. */
  name: z.string().min(1).max(128).nullable().default(null),
  dataset: Version,
  models: z.array(EvaluatedModel).min(1).max(10),
  scorers: z.array(ChosenScorer).max(20).default([]),
  trials: z.number().int().min(1).max(20).default(1),
  /** Only the first rows; null for all. */
  limit: z.number().int().min(1).max(20_000).nullable().default(null),
  /** Examples in work at once. */
  atOnce: z.number().int().min(1).max(32).default(4),
  /** After which an answer is given up. */
  timeoutSeconds: z.number().int().min(1).max(3_600).default(120),
  /** How often a model is asked for one answer before the example counts as failed. */
  attempts: z.number().int().min(1).max(10).default(4),
});
export type EvaluationRunInput = z.input<typeof EvaluationRunInput>;

/** `POST …/evaluation-runs/estimate`: what it would ask for, before anything is asked. */
export const EvaluationEstimate = z.object({
  rows: z.number(),
  trials: z.number(),
  /** By model and judge: calls, and tokens by the length of the texts. */
  asks: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      purpose: z.enum(['answer', 'judge']),
      calls: z.number(),
      promptTokens: z.number(),
      completionTokens: z.number(),
      /** US dollars; null without a price. */
      cost: z.number().nullable(),
    }),
  ),
  calls: z.number(),
  /** Of those with a price; null where none has one. */
  cost: z.number().nullable(),
  /** Columns that a prompt names and the dataset has not. */
  missingVariables: z.array(z.string()),
});
export type EvaluationEstimate = z.infer<typeof EvaluationEstimate>;

export const EvaluationRunState = z.enum([
  'waiting',
  'running',
  'stopping',
  'stopped',
  'done',
  'failed',
]);
export type EvaluationRunState = z.infer<typeof EvaluationRunState>;

/** One evaluation that the server carries out. */
export const EvaluationRunView = z.object({
  id: z.number(),
  /** The call of `Evaluation.evaluate`. */
  evaluation: z.string(),
  name: z.string(),
  model: z.string(),
  dataset: z.string(),
  state: EvaluationRunState,
  total: z.number(),
  done: z.number(),
  /** Of those that are done: the model gave no answer. */
  failed: z.number(),
  /** Why it failed as a whole. */
  problem: z.string().nullable(),
  createdAt: Millis,
  endedAt: Millis.nullable(),
});
export type EvaluationRunView = z.infer<typeof EvaluationRunView>;
/** `GET …/evaluation-runs`: newest first. */
export const EvaluationRunList = z.object({ runs: z.array(EvaluationRunView) });

/** `GET …/evaluation-runs/{id}/trials`: what is in work, waits or failed; what went well is in the evaluation. */
export const EvaluationRunTrials = z.object({
  trials: z.array(
    z.object({
      /** Of the row in the dataset, from 0. */
      row: z.number(),
      /** From 0. */
      trial: z.number(),
      state: z.enum(['asking', 'waiting', 'failed', 'scorer failed']),
      attempts: z.number(),
      failure: ModelFailure.nullable(),
      message: z.string().nullable(),
      /** When it is asked again. */
      retryAt: Millis.nullable(),
    }),
  ),
});
export type EvaluationRunTrials = z.infer<typeof EvaluationRunTrials>;
