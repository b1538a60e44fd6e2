import type {
  EvaluationEstimate,
  EvaluationRunInput,
  EvaluationRunState,
  ModelFailure,
} from '@runloom/model';
import type { z } from 'zod';
import type { Actor, UserId } from '../accounts/index.ts';
import type { Asked } from '../playground/index.ts';
import type { KeepsOfProjects, Project, ProjectId } from '../projects/index.ts';
import type { PublishedScorer } from '../scorers/index.ts';

export type RunInput = z.output<typeof EvaluationRunInput>;

/** All that it takes to carry an evaluation out, from its start on: later versions change nothing. */
export interface RunPlan {
  /** `weave:///…` of what was published for it. */
  readonly evaluation: string;
  readonly dataset: string;
  readonly datasetName: string;
  readonly table: string;
  readonly model: string;
  readonly modelName: string;
  readonly ops: {
    readonly evaluate: string;
    readonly predictAndScore: string;
    readonly summarize: string;
    readonly predict: string;
  };
  /** What is asked, its messages with variables in them. */
  readonly asked: Asked;
  readonly variables: readonly string[];
  readonly scorers: readonly PublishedScorer[];
  readonly trials: number;
  /** Rows of the table, from its beginning. */
  readonly rows: number;
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

export interface EvaluationRun {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly callId: string;
  readonly traceId: string;
  readonly name: string;
  readonly plan: RunPlan;
  readonly state: EvaluationRunState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Times that it broke off for reasons of this server's own. */
  readonly faults: number;
  readonly problem: string | null;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** A trial that is in work, waits for its provider, or went wrong. */
export interface RunTrial {
  readonly place: number;
  readonly trial: number;
  readonly state: 'asking' | 'waiting' | 'failed' | 'scorer failed';
  readonly attempts: number;
  readonly failure: ModelFailure | null;
  readonly message: string | null;
  readonly retryAt: number | null;
}

/** Evaluations that the server carries out. The caller has checked that the actor may write. */
export interface EvaluationRuns extends KeepsOfProjects {
  /** @throws as `start`, where what is chosen is not there */
  estimate(project: Project, input: RunInput): Promise<EvaluationEstimate>;
  /**
   * Publishes what it takes and begins one evaluation for each model; they are calls from now on.
   * @throws RunloomError('invalid') for a dataset without rows, or a scorer or model that can't be used
   */
  start(actor: Actor, project: Project, input: RunInput): Promise<readonly EvaluationRun[]>;
  /** Newest first. */
  list(project: ProjectId): Promise<readonly EvaluationRun[]>;
  /** @throws RunloomError('not_found') */
  get(project: ProjectId, id: number): Promise<EvaluationRun>;
  trials(project: ProjectId, id: number): Promise<readonly RunTrial[]>;
  /** What is stored stays; it is summed up as far as it came. One that is over stays as it is. */
  cancel(project: ProjectId, id: number): Promise<EvaluationRun>;
  /** Lets go of what is in work: it is taken up where it was left by the next start. */
  stop(): void;
}
