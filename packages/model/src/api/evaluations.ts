import { z } from 'zod';
import { Millis } from './common.ts';
import { numbers, numbersOrNulls, strings, stringsOrNulls } from './long-lists.ts';

const Id = z.string().min(1).max(512);

/** A version of something that an evaluation is made of. */
export const EvaluationSubject = z.object({
  ref: z.string(),
  name: z.string(),
  /** Null of a text that is no reference. */
  kind: z.enum(['object', 'op']).nullable(),
  digest: z.string().nullable(),
  /** From 0; null where the version is not known here. */
  versionIndex: z.number().nullable(),
});
export type EvaluationSubject = z.infer<typeof EvaluationSubject>;

/** `partial`: it ended before all its trials did, or nothing was heard of it for ten minutes. */
export const EvaluationStatus = z.enum(['running', 'complete', 'partial', 'failed']);
export type EvaluationStatus = z.infer<typeof EvaluationStatus>;

/** A mean over examples, what is tried several times counting once, with its 95 % interval. */
export const Estimate = z.object({
  mean: z.number(),
  /** Null for fewer than two examples. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Examples that have a number. */
  count: z.number(),
});
export type Estimate = z.infer<typeof Estimate>;

/** `rate`: yes and no; where the model or the scorer raised an error it is no. */
export const ScoreKind = z.enum(['rate', 'number']);
export type ScoreKind = z.infer<typeof ScoreKind>;

/** What is better. */
export const ScoreDirection = z.enum(['higher', 'lower']);
export type ScoreDirection = z.infer<typeof ScoreDirection>;

export const EvaluationScore = Estimate.extend({
  /** The scorer, and the path into what it said: `correctness.passed`. */
  key: z.string(),
  kind: ScoreKind,
  direction: ScoreDirection,
});
export type EvaluationScore = z.infer<typeof EvaluationScore>;

export const EvaluationView = z.object({
  /** Of the call of `Evaluation.evaluate`. */
  id: z.string(),
  traceId: z.string(),
  name: z.string(),
  status: EvaluationStatus,
  evaluation: EvaluationSubject.nullable(),
  model: EvaluationSubject.nullable(),
  dataset: EvaluationSubject.nullable(),
  scorers: z.array(EvaluationSubject),
  exampleCount: z.number(),
  /** Rows of the dataset times trials; null where that is not known. */
  expectedCount: z.number().nullable(),
  trialCount: z.number(),
  /** Trials in which the model raised an error. */
  errorCount: z.number(),
  startedAt: Millis,
  endedAt: Millis.nullable(),
  user: z.string().nullable(),
  scores: z.array(EvaluationScore),
  /** Keys of what scorers said that holds no number anywhere: texts, lists, null. */
  uncounted: z.array(z.string()),
  /** Seconds an example. */
  latency: Estimate.nullable(),
  /** Of all trials; null where none was told. */
  tokens: z.number().nullable(),
  /** US dollars; null without a price. */
  cost: z.number().nullable(),
});
export type EvaluationView = z.infer<typeof EvaluationView>;

/** `GET /api/v1/projects/{entity}/{project}/evaluations?offset=&limit=`: newest first. */
export const EvaluationList = z.object({ evaluations: z.array(EvaluationView) });

/** An evaluation less the baseline, over the examples that both have. */
export const EvaluationDifference = z.object({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Two-sided; null for fewer than two pairs. */
  p: z.number().nullable(),
  /** By Holm, over all metrics of the evaluation. */
  adjustedP: z.number().nullable(),
  pairs: z.number(),
  /** `bootstrap`: studentized, where differences are few and skewed. */
  test: z.enum(['mcnemar', 't', 'bootstrap']).nullable(),
  /** By the adjusted p at 5 %; `same`: no pair differs. */
  verdict: z.enum(['better', 'worse', 'unclear', 'same']),
});
export type EvaluationDifference = z.infer<typeof EvaluationDifference>;

/** What trials said in a place where others have numbers. */
export const LeftOutCounts = z.object({
  missing: z.number(),
  /** NaN, infinities, and numbers beyond 1e100. */
  notFinite: z.number(),
  /** Texts, lists and null. */
  others: z.number(),
  /** The scorer raised an error. */
  failed: z.number(),
});
export type LeftOutCounts = z.infer<typeof LeftOutCounts>;

export const ComparedMetric = z.object({
  key: z.string(),
  /** `use`: latency (seconds), tokens, cost (US dollars). */
  group: z.enum(['score', 'use']),
  kind: ScoreKind,
  direction: ScoreDirection,
  /** In the order of the evaluations; null where none of its examples has a number. */
  estimates: z.array(Estimate.nullable()),
  /** The same; null for the baseline, and without an example in common. */
  differences: z.array(EvaluationDifference.nullable()),
  /** The same, of scores; empty for use. */
  leftOut: z.array(LeftOutCounts),
});
export type ComparedMetric = z.infer<typeof ComparedMetric>;

/** `POST …/evaluations/compare`, `…/examples`: the first is the baseline. */
export const EvaluationIds = z.object({ ids: z.array(Id).min(1).max(10) });

export const EvaluationComparison = z.object({
  evaluations: z.array(EvaluationView),
  metrics: z.array(ComparedMetric),
  warnings: z.array(
    z.object({ kind: z.enum(['dataset', 'scorers', 'examples']), message: z.string() }),
  ),
  /** Examples that all of them have. */
  commonCount: z.number(),
});
export type EvaluationComparison = z.infer<typeof EvaluationComparison>;

export const ExampleTrial = z.object({
  callId: z.string(),
  predictCallId: z.string().nullable(),
  output: z.unknown(),
  scores: z.array(
    z.object({ name: z.string(), value: z.unknown(), callId: z.string().nullable() }),
  ),
  /** Seconds. */
  latency: z.number().nullable(),
  tokens: z.number().nullable(),
  cost: z.number().nullable(),
  error: z.string().nullable(),
});
export type ExampleTrial = z.infer<typeof ExampleTrial>;

/** `POST …/evaluations/example` */
export const ExampleRequest = EvaluationIds.extend({ digest: Id });
export const ExampleDetail = z.object({
  digest: z.string(),
  inputs: z.unknown(),
  evaluations: z.array(z.object({ id: z.string(), trials: z.array(ExampleTrial) })),
});
export type ExampleDetail = z.infer<typeof ExampleDetail>;

/** `POST …/evaluations/examples` */
export const ExampleOutlineRequest = EvaluationIds.extend({
  /** False leaves inputs and outputs out, which are most of it: their lists are empty then. */
  texts: z.boolean().default(true),
});

/** All examples, as lists in the order of `digests`. */
export const ExampleOutline = z.object({
  digests: strings,
  /** The beginning of their JSON. */
  inputs: stringsOrNulls,
  evaluations: z.array(
    z.object({
      id: z.string(),
      trials: numbers,
      failures: numbers,
      outputs: stringsOrNulls,
      latencies: numbersOrNulls,
      tokens: numbersOrNulls,
      costs: numbersOrNulls,
    }),
  ),
  scores: z.array(
    z.object({
      key: z.string(),
      kind: ScoreKind,
      direction: ScoreDirection,
      /** By evaluation: the mean of an example's trials. */
      values: z.array(numbersOrNulls),
      /** By evaluation: how far an example's trials lie apart; null for fewer than two, none at all where all are. */
      spreads: z.array(numbersOrNulls),
    }),
  ),
});
export type ExampleOutline = z.infer<typeof ExampleOutline>;

export const LeaderboardColumnView = z.object({
  key: z.string(),
  title: z.string(),
  direction: ScoreDirection,
  kind: ScoreKind,
  evaluation: EvaluationSubject,
});

/** `GET …/leaderboards/{name}`: worked out from trials, the newest run of each model counting. */
export const LeaderboardView = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  columns: z.array(LeaderboardColumnView),
  /** Best in the first column first. */
  rows: z.array(
    z.object({
      model: EvaluationSubject,
      title: z.string(),
      cells: z.array(
        Estimate.extend({
          evaluationId: z.string(),
          /** From 1. Models whose intervals overlap can't be told apart: they share the ranks between these. */
          bestRank: z.number(),
          worstRank: z.number(),
        }).nullable(),
      ),
    }),
  ),
});
export type LeaderboardView = z.infer<typeof LeaderboardView>;

/** `GET …/leaderboards` */
export const LeaderboardList = z.object({ leaderboards: z.array(LeaderboardView) });

/** `POST …/leaderboards` publishes a leaderboard of these scores, and answers it worked out. */
export const LeaderboardInput = z.object({
  title: z.string().min(1).max(200),
  description: z.string().max(10_000).default(''),
  columns: z
    .array(
      z.object({
        /** The version of the evaluation (`weave:///…`) whose scores count. */
        evaluation: z.string().min(1).max(2_000),
        key: z.string().min(1).max(2_000),
        kind: ScoreKind,
        direction: ScoreDirection,
      }),
    )
    .min(1)
    .max(100),
});
export type LeaderboardInput = z.input<typeof LeaderboardInput>;
