import type { Call, JsonText, Microseconds } from '../calls/index.ts';

/** An evaluation, by its call. */
export interface EvaluationRoot {
  readonly id: string;
  readonly traceId: string;
}

/** How much of what models answered is read. */
export type Outputs = 'whole' | 'beginning';

/** One attempt of a model at one row of a dataset, as an evaluation logged it. Values are JSON texts. */
export interface Trial {
  readonly evaluationId: string;
  /** Of the row: its digest in the dataset, or that of its text. */
  readonly rowDigest: string;
  readonly callId: string;
  readonly predictCallId: string | null;
  /** The row, or a reference to it. */
  readonly example: JsonText;
  /** What the model answered, or the beginning of it. */
  readonly output: JsonText;
  readonly scores: ReadonlyMap<string, JsonText>;
  readonly scorerCallIds: ReadonlyMap<string, string>;
  /** Scorers that raised an error. */
  readonly failedScorers: ReadonlySet<string>;
  /** Whether the model, or the trial itself, raised an error. */
  readonly isFailed: boolean;
  readonly isRunning: boolean;
  readonly startedAt: Microseconds;
  readonly latencySeconds: number | null;
  readonly totalTokens: number | null;
  /** US dollars; null without a price. */
  readonly totalCost: number | null;
  readonly spanRefs: JsonText | null;
}

/** `running`: goes on. `complete`: ended with all its trials. `partial`: ended, or was cut off, before. */
export type EvaluationStatus = 'running' | 'complete' | 'partial' | 'failed';

/** A version of something that an evaluation is made of. */
export interface Subject {
  readonly ref: string;
  readonly name: string;
  readonly kind: 'object' | 'op' | null;
  readonly digest: string | null;
  /** From 0; null where it is not known here. */
  readonly versionIndex: number | null;
}

/** An evaluation, by the call of `Evaluation.evaluate`. */
export interface Evaluation {
  readonly call: Call;
  readonly name: string;
  /** Its object, what it tried, and on what. */
  readonly self: Subject | null;
  readonly model: Subject | null;
  readonly dataset: Subject | null;
  readonly scorers: readonly Subject[];
  /** Rows of the dataset times trials; null where that can't be told. */
  readonly expectedTrials: number | null;
}
