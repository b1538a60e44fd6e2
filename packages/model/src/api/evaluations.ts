import { z } from 'zod';
import { Millis } from './common.ts';

export const EvaluationSubject = z.object({
  ref: z.string(),
  name: z.string(),
  kind: z.enum(['object', 'op']).nullable(),
  digest: z.string().nullable(),
  versionIndex: z.number().nullable(),
});
export type EvaluationSubject = z.infer<typeof EvaluationSubject>;

export const EvaluationStatus = z.enum(['running', 'complete', 'partial', 'failed']);
export type EvaluationStatus = z.infer<typeof EvaluationStatus>;

export const Estimate = z.object({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  count: z.number(),
});
export type Estimate = z.infer<typeof Estimate>;

export const EvaluationScore = Estimate.extend({
  key: z.string(),
  kind: z.enum(['rate', 'number']),
  direction: z.enum(['higher', 'lower']),
});
export type EvaluationScore = z.infer<typeof EvaluationScore>;

export const EvaluationView = z.object({
  id: z.string(),
  traceId: z.string(),
  name: z.string(),
  status: EvaluationStatus,
  evaluation: EvaluationSubject.nullable(),
  model: EvaluationSubject.nullable(),
  dataset: EvaluationSubject.nullable(),
  scorers: z.array(EvaluationSubject),
  exampleCount: z.number(),
  expectedCount: z.number().nullable(),
  trialCount: z.number(),
  errorCount: z.number(),
  startedAt: Millis,
  endedAt: Millis.nullable(),
  user: z.string().nullable(),
  scores: z.array(EvaluationScore),
  latency: Estimate.nullable(),
  tokens: z.number().nullable(),
  cost: z.number().nullable(),
});
export type EvaluationView = z.infer<typeof EvaluationView>;

export const EvaluationDifference = z.object({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: z.number().nullable(),
  adjustedP: z.number().nullable(),
  pairs: z.number(),
  test: z.enum(['mcnemar', 'bootstrap', 't']).nullable(),
  verdict: z.enum(['better', 'worse', 'unclear', 'same']),
});
export type EvaluationDifference = z.infer<typeof EvaluationDifference>;

export const ComparedMetric = z.object({
  key: z.string(),
  group: z.enum(['score', 'use']),
  kind: z.enum(['rate', 'number']),
  direction: z.enum(['higher', 'lower']),
  estimates: z.array(Estimate.nullable()),
  differences: z.array(EvaluationDifference.nullable()),
});
export type ComparedMetric = z.infer<typeof ComparedMetric>;

export const EvaluationComparison = z.object({
  evaluations: z.array(EvaluationView),
  metrics: z.array(ComparedMetric),
  warnings: z.array(z.object({ kind: z.string(), message: z.string() })),
  commonCount: z.number(),
});
export type EvaluationComparison = z.infer<typeof EvaluationComparison>;

export const ExampleTrial = z.object({
  callId: z.string(),
  predictCallId: z.string().nullable(),
  output: z.unknown(),
  scores: z.array(z.object({ name: z.string(), value: z.unknown(), callId: z.string().nullable() })),
  latency: z.number().nullable(),
  tokens: z.number().nullable(),
  cost: z.number().nullable(),
  error: z.string().nullable(),
});
export type ExampleTrial = z.infer<typeof ExampleTrial>;

export const ExampleDetail = z.object({
  digest: z.string(),
  inputs: z.unknown(),
  evaluations: z.array(z.object({ id: z.string(), trials: z.array(ExampleTrial) })),
});
export type ExampleDetail = z.infer<typeof ExampleDetail>;

export const ExampleOutline = z.object({
  digests: z.array(z.string()),
  inputs: z.array(z.string().nullable()),
  evaluations: z.array(
    z.object({
      id: z.string(),
      trials: z.array(z.number()),
      failures: z.array(z.number()),
      outputs: z.array(z.string().nullable()),
      latencies: z.array(z.number().nullable()),
      tokens: z.array(z.number().nullable()),
      costs: z.array(z.number().nullable()),
    }),
  ),
  scores: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['rate', 'number']),
      direction: z.enum(['higher', 'lower']),
      values: z.array(z.array(z.number().nullable())),
    }),
  ),
});
export type ExampleOutline = z.infer<typeof ExampleOutline>;

export const LeaderboardColumnView = z.object({
  key: z.string(),
  title: z.string(),
  direction: z.enum(['higher', 'lower']),
  kind: z.enum(['rate', 'number']),
  evaluation: EvaluationSubject,
});
export const LeaderboardView = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  columns: z.array(LeaderboardColumnView),
  rows: z.array(
    z.object({
      model: EvaluationSubject,
      title: z.string(),
      cells: z.array(
        Estimate.extend({
          evaluationId: z.string(),
          bestRank: z.number(),
          worstRank: z.number(),
        }).nullable(),
      ),
    }),
  ),
});
export type LeaderboardView = z.infer<typeof LeaderboardView>;
