import type { Call, Calls } from '../calls/index.ts';
import type { Models } from '../playground/index.ts';
import type { Project } from '../projects/index.ts';
import type { Scorers } from '../scorers/index.ts';
import type { createProviderPauses } from './pacing.ts';
import type { EvaluationRun, RunTrial } from './types.ts';

/** One row of the dataset, once. */
export interface TrialOf {
  readonly place: number;
  readonly trial: number;
  readonly digest: string;
  /** Null where the row can't be read. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

export interface TrialRoom {
  readonly calls: Pick<Calls, 'write' | 'addFeedback'>;
  readonly models: Models;
  readonly scorers: Pick<Scorers, 'score'>;
  readonly pauses: ReturnType<typeof createProviderPauses>;
  readonly clock: () => number;
  readonly run: EvaluationRun;
  readonly project: Project;
  readonly signal: AbortSignal;
  /** Calls of this trial that an earlier process stored, by id. */
  readonly stored: ReadonlyMap<string, Call>;
  note(trial: Omit<RunTrial, 'place' | 'trial'>): Promise<void>;
}
