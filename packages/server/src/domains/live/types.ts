import type { AlertRaised } from '../alerts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { Run, RunId } from '../runs/index.ts';

export interface GoneArtifact {
  readonly artifact: string;
  /** `v3` */
  readonly version: string | null;
}

/** What happened in a project; told to whoever watches it. */
export type LiveEvent =
  | { readonly kind: 'run'; readonly projectId: ProjectId; readonly run: Run }
  | {
      readonly kind: 'points';
      readonly projectId: ProjectId;
      readonly runId: RunId;
      readonly runName: string;
      readonly stream: 'history' | 'system';
      readonly lastStep: number | null;
      readonly newKeys: readonly string[];
    }
  | {
      readonly kind: 'console';
      readonly projectId: ProjectId;
      readonly runId: RunId;
      readonly runName: string;
      readonly fromLine: number;
      readonly toLine: number;
    }
  /** The run is not in the project any more: deleted, or moved to another one. */
  | {
      readonly kind: 'removed';
      readonly projectId: ProjectId;
      readonly runId: RunId;
      readonly runName: string;
    }
  | AlertRaised
  /** Calls came, changed or went. */
  | { readonly kind: 'calls'; readonly projectId: ProjectId }
  | {
      readonly kind: 'artifacts';
      readonly projectId: ProjectId;
      /** What went to the trash, or a portfolio lost: whole artifacts when no version is named. */
      readonly gone: readonly GoneArtifact[];
    }
  | { readonly kind: 'automations'; readonly projectId: ProjectId }
  | {
      readonly kind: 'artifacts';
      readonly projectId: ProjectId;
      /** What went to the trash, or a portfolio lost: whole artifacts when no version is named. */
      readonly gone: readonly GoneArtifact[];
    }
  | { readonly kind: 'automations'; readonly projectId: ProjectId }
  | {
      readonly kind: 'files';
      readonly projectId: ProjectId;
      readonly runId: RunId;
      readonly runName: string;
    };

/** In-process fan-out of events, by project. */
export interface Live {
  publish(event: LiveEvent): void;
  /** Returns the function that ends the subscription. A listener must not throw. */
  subscribe(projectId: ProjectId, listener: (event: LiveEvent) => void): () => void;
  /** The same for the events of all projects, for the server's own use. */
  subscribeAll(listener: (event: LiveEvent) => void): () => void;
  /** Of single projects. */
  readonly subscriberCount: number;
}
