import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { Run, RunId } from '../runs/index.ts';

export type AlertSeverity = 'INFO' | 'WARN' | 'ERROR';

/** What a training script wanted somebody to know. */
export interface Alert {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly severity: AlertSeverity;
  readonly createdAt: number;
  /** How many with the same title came sooner after it than the script wanted to be heard again. */
  readonly heldBack: number;
}

export interface AlertInput {
  readonly entityName: string;
  readonly projectName: string;
  readonly runName: string;
  readonly title: string;
  readonly text: string;
  readonly severity: AlertSeverity;
  /** Milliseconds in which another one with this title is held back. */
  readonly waitMs: number;
}

/** What those who watch the project are told. */
export interface AlertRaised {
  readonly kind: 'alert';
  readonly projectId: ProjectId;
  readonly runId: RunId;
  readonly runName: string;
  readonly alert: Alert;
}

/** Alerts of runs. */
export interface Alerts {
  /** Stores it and tells who watches, unless one with this title came less than `waitMs` ago. Null when held back. */
  raise(actor: Actor, input: AlertInput): Promise<Alert | null>;
  /** Newest first. */
  list(
    run: Run,
    options?: { first?: number; after?: string | null },
  ): Promise<{
    readonly alerts: readonly Alert[];
    readonly totalCount: number;
    readonly nextCursor: string | null;
  }>;
  /** Removes all alerts of runs that are removed for good. */
  removeRuns(ids: readonly RunId[]): Promise<void>;
}
