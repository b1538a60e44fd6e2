import type { AlarmRule, MonitorScoreState, MonitorSpec } from '@runloom/model';
import type { Actor, UserId } from '../accounts/index.ts';
import type { CallPart, CallQuery } from '../calls/index.ts';
import type { JsonText } from '../objects/index.ts';
import type { KeepsOfProjects, Project, ProjectId } from '../projects/index.ts';
import type { AttemptedScore, PublishedScorer } from '../scorers/index.ts';
import type { WatchProgress } from './watch.ts';

/** What the monitor of a client says in words of its own. */
export interface ClientMonitor {
  /** References of ops, with `*` for any version; none for all. */
  readonly opNames: readonly string[];
  /** The `Query` of the Weave protocol; null for none. */
  readonly query: unknown;
  /** Whether calls of its scorers are stored. */
  readonly isTraced: boolean;
  /** Turns of agents are meant; beside the ops that are named, or alone. Absent of what was kept before. */
  readonly hasTurns?: boolean;
  /** Its judges are joined to one question for each model. Absent of what was kept before. */
  readonly isJoined?: boolean;
  /** Null, and absent of what was kept before there was such a thing, for each call by itself. */
  readonly debounce?: MonitorDebounce | null;
  /** What is not carried out, and why; of one of its scorers, or of all of it. */
  readonly problems: readonly { readonly scorer: string | null; readonly text: string }[];
}

/** Of calls that belong together only the last is scored, once none has followed it for so long. */
export interface MonitorDebounce {
  readonly by: 'trace' | 'thread';
  readonly seconds: number;
  /** The last is scored with all that led to it. Absent of what was kept before. */
  readonly hasAll?: boolean;
}

export interface Monitor {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly name: string;
  /** From 1. */
  readonly version: number;
  readonly spec: MonitorSpec;
  /** `weave:///…` of the version, and its scorers. */
  readonly published: { readonly ref: string; readonly scorers: readonly PublishedScorer[] };
  /** Null for those that were made on the pages. Then `spec` holds the rest of it, and its alarms and budget. */
  readonly client: ClientMonitor | null;
  readonly isActive: boolean;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Calls that ended before are not looked at; it moves on when a pause ends. */
  readonly since: number;
}

export interface MonitorVersion {
  readonly version: number;
  readonly spec: MonitorSpec;
  readonly isActive: boolean;
  readonly createdBy: UserId;
  readonly createdAt: number;
}

/** What one scorer says of one call. Times are milliseconds. */
export interface MonitorScore {
  readonly id: number;
  readonly monitorId: number;
  readonly callId: string;
  readonly scorer: string;
  readonly state: MonitorScoreState;
  readonly attempts: number;
  readonly message: string | null;
  /** JSON; null where there is none. */
  readonly value: string | null;
  readonly callEndedAt: number;
  readonly scoredAt: number | null;
}

/** How an alarm rule stands. */
export interface Watch {
  readonly monitorId: number;
  readonly key: string;
  readonly rule: AlarmRule;
  readonly progress: WatchProgress;
  readonly state: 'watching' | 'alarm' | 'acknowledged';
  readonly since: number;
  readonly alarmAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: UserId | null;
}

/** A monitor with what came of it. */
export interface MonitorSummary {
  readonly monitor: Monitor;
  readonly counts: Readonly<Record<MonitorScoreState, number>>;
  readonly today: { readonly calls: number; readonly cost: number };
  readonly watches: readonly Watch[];
  readonly lastScoredAt: number | null;
}

/** Sums of the values of one key in one stretch of time. */
export interface ValueBucket {
  readonly key: string;
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly flags: number;
}

export interface ScorePage {
  readonly state?: MonitorScoreState;
  readonly scorer?: string;
  readonly from?: number;
  readonly to?: number;
  readonly before?: number;
  readonly limit: number;
}

/** A monitor tried on a call, without anything kept. */
export interface TriedCall {
  readonly callId: string;
  readonly name: string;
  readonly endedAt: number;
  readonly isSampled: boolean;
  readonly outcomes: readonly AttemptedScore[];
}

/** A monitor as a client published it. */
export interface PublishedMonitor {
  readonly name: string;
  readonly digest: string;
  readonly value: JsonText;
  /** Of the class `ClassifierMonitor`, or another that comes down from `Monitor`. */
  /** `Monitor`, or what comes down from it. */
  readonly leafClass: string;
}

/** An alarm, as it is told to those who wait for one. */
export interface MonitorAlarm {
  readonly projectId: ProjectId;
  readonly monitor: string;
  readonly monitorId: number;
  /** Who made the monitor. */
  readonly createdBy: UserId;
  /** When it was raised, in milliseconds. */
  readonly at: number;
  readonly key: string;
  readonly direction: AlarmRule['direction'];
  /** Over the newest values that speak for it. */
  readonly mean: number;
  readonly count: number;
  readonly bound: number;
  readonly evidence: number;
}

/** Makes the store's question of a filter as people write it. @throws RunloomError('invalid') */
export type ReadFilter = (project: Project, filter: string) => Promise<CallQuery>;

/**
 * Monitors: scorers that look at calls of production soon after they end. The caller has checked that the
 * actor may read or write the project.
 */
export interface Monitors extends KeepsOfProjects {
  list(project: ProjectId): Promise<readonly MonitorSummary[]>;
  /** @throws RunloomError('not_found') */
  get(project: ProjectId, id: number): Promise<MonitorSummary>;
  /** @throws RunloomError('invalid') for a filter or scorer that can't be read, 'conflict' for a name that is taken */
  create(
    actor: Actor,
    project: Project,
    input: { readonly name: string; readonly spec: MonitorSpec },
  ): Promise<MonitorSummary>;
  /**
   * Another version, or a pause or its end. What scores say before a pause ends is never looked at later.
   * Of a client's monitor, alarms and budget are changed here.
   * @throws RunloomError('invalid') as `create`, and for what a client's monitor says itself
   */
  change(
    actor: Actor,
    project: Project,
    id: number,
    change: { readonly spec?: MonitorSpec | undefined; readonly isActive?: boolean | undefined },
  ): Promise<MonitorSummary>;
  /** Its feedback stays with the calls. */
  remove(project: ProjectId, id: number): Promise<void>;
  versions(project: ProjectId, id: number): Promise<readonly MonitorVersion[]>;
  scores(project: ProjectId, id: number, page: ScorePage): Promise<readonly MonitorScore[]>;
  /** By key and time. */
  buckets(
    project: ProjectId,
    id: number,
    range: { readonly from: number; readonly to: number; readonly bucketMs: number },
  ): Promise<readonly ValueBucket[]>;
  /** What it would say of the newest calls that it means. */
  attempt(
    project: Project,
    monitor: { readonly name: string; readonly spec: MonitorSpec },
    signal: AbortSignal,
  ): Promise<{ readonly matching: number; readonly calls: readonly TriedCall[] }>;
  /** Says that somebody knows of an alarm. */
  acknowledge(actor: Actor, project: ProjectId, id: number, key: string): Promise<MonitorSummary>;
  /** Begins to watch anew, with nothing of what was. */
  watchAgain(project: ProjectId, id: number, key: string): Promise<MonitorSummary>;
  /**
   * Takes over what a client published as a monitor, under the name of its object: as a new one, or as another
   * version of the one that has the name. What can't be carried out is told by the monitor.
   */
  follow(actor: Actor, project: ProjectId, published: PublishedMonitor): Promise<void>;
  /** Pauses a monitor of a client whose version was removed. */
  lose(project: ProjectId, name: string, digests: readonly string[]): Promise<void>;
  /** Takes note of calls that were written; resolved once it is durable that they are looked at. */
  notice(project: ProjectId, parts: readonly CallPart[]): Promise<void>;
  stop(): void;
}
