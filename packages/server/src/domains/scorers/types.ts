import type { JudgeSpec, ModelFailure, ScorerSpec } from '@runloom/model';
import type { Actor, EntityId } from '../accounts/index.ts';
import type { ObjectVersion } from '../objects/index.ts';
import type { Asked, AskedModel } from '../playground/index.ts';
import type { Project } from '../projects/index.ts';

/** What a scorer looks at: a row of a dataset or the inputs of a call, and what was answered. */
export interface ScoredCase {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  /** Of calls that were not made for the sake of it. */
  readonly call?: {
    readonly name: string;
    readonly status: string;
    /** What it failed with; null where it did not. */
    readonly error: string | null;
  };
}

/** What a scorer says of a case, or why it can say nothing. */
export type ScoreOutcome = (
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly message: string;
      /** Of the model of a judge; null for faults of the scorer itself. */
      readonly failure: ModelFailure | null;
      /** Another try may do better. */
      readonly mayRetry: boolean;
      readonly retryAfterSeconds: number | null;
    }
) & { readonly judge: AskedModel | null };

/** What a scorer that was tried says. */
export interface AttemptedScore {
  readonly name: string;
  readonly value: unknown;
  readonly failure: string | null;
}

/** A scorer that the server can carry out, with the names of what was published for it. */
export interface PublishedScorer {
  readonly spec: ScorerSpec;
  /** `weave:///entity/project/object/name:digest` */
  readonly ref: string;
  /** Of its op `name.score`. */
  readonly opRef: string;
}

/** Scorers that the server carries out: by rules, or by asking a model. */
export interface Scorers {
  /** @throws RunloomError('invalid') for a pattern, schema, expression or prompt that can't be read */
  check(spec: ScorerSpec): void;
  /** @throws RunloomError('invalid') for a name that two of them have */
  checkNames(specs: readonly ScorerSpec[]): void;
  /**
   * Publishes the scorer as clients do; the same settings are the same version.
   * @throws RunloomError('invalid') for a pattern, schema, expression or prompt that can't be read, or a name
   * that something else has
   */
  publish(actor: Actor, project: Project, spec: ScorerSpec): Promise<PublishedScorer>;
  /**
   * A published version, made ready to be carried out.
   * @throws RunloomError('not_found'); 'invalid' for scorers of clients, whose code is not run here
   */
  open(actor: Actor, project: Project, name: string, version: string): Promise<PublishedScorer>;
  /** The settings alone of a published version. @throws as `open` */
  find(project: Project, name: string, version: string): Promise<ScorerSpec>;
  /** What a version says; a text why it can't be carried out here. */
  read(project: Project, version: ObjectVersion): Promise<ScorerSpec | string>;
  /** Never throws for what a model or a case does. */
  score(
    entityId: EntityId,
    spec: ScorerSpec,
    scored: ScoredCase,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<ScoreOutcome>;
  /**
   * As `score`, with judges that ask the same model in the same way joined to one question: whether what each
   * describes is true of the case. What was asked stands with the first of those that were joined.
   */
  scoreTogether(
    entityId: EntityId,
    specs: readonly ScorerSpec[],
    scored: ScoredCase,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<readonly ScoreOutcome[]>;
  /** What scorers say of a case, with nothing kept; why not, where they can say nothing. */
  attempt(
    entityId: EntityId,
    specs: readonly ScorerSpec[],
    scored: ScoredCase,
    signal: AbortSignal,
  ): Promise<readonly AttemptedScore[]>;
  /** What a judge would be asked. */
  askedOf(spec: JudgeSpec, scored: ScoredCase): Asked;
}
