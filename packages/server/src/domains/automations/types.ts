import type { Actor, Entity, EntityId, UserId } from '../accounts/index.ts';
import type { ArtifactEvent, ArtifactEventType, CollectionId } from '../artifacts/index.ts';
import type { IntegrationId, PreparedCall } from '../integrations/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { RunId } from '../runs/index.ts';

export type AutomationId = number & { readonly __brand: 'AutomationId' };

/** Where an automation looks; a project's and an owner's reach everything made in them later, too. */
export type AutomationScope =
  | { readonly kind: 'entity'; readonly id: EntityId }
  | { readonly kind: 'project'; readonly id: ProjectId }
  /** An artifact collection; its project decides who may see the automation. */
  | { readonly kind: 'collection'; readonly id: CollectionId; readonly projectId: ProjectId };

export const RUN_EVENTS = [
  'RUN_METRIC',
  'RUN_METRIC_CHANGE',
  'RUN_METRIC_ZSCORE',
  'RUN_STATE',
] as const;
export type RunEventType = (typeof RUN_EVENTS)[number];
/** Ours alone: W&B's clients have no name for it, and are not shown it. */
export const MONITOR_EVENTS = ['MONITOR_ALARM'] as const;
export type MonitorEventType = (typeof MONITOR_EVENTS)[number];
/** Names as W&B's clients send them, but for those of monitors. */
export type EventType = RunEventType | ArtifactEventType | MonitorEventType;

/** An alarm of a monitor, with what is told of it in payloads. */
export interface MonitorOccurrence {
  readonly projectId: ProjectId;
  readonly monitor: string;
  /** In words: what made the monitor raise it. */
  readonly reason: string;
  readonly variables: Readonly<Record<string, string>>;
}

export type AutomationAction =
  | { readonly type: 'NO_OP' }
  | {
      readonly type: 'GENERIC_WEBHOOK';
      readonly integrationId: IntegrationId;
      /** JSON with `${variable}` in its texts; null sends all variables. */
      readonly payload: string | null;
    }
  | {
      readonly type: 'NOTIFICATION';
      readonly integrationId: IntegrationId;
      readonly title: string;
      readonly message: string;
      readonly severity: 'INFO' | 'WARN' | 'ERROR';
    };

export interface Automation {
  readonly id: AutomationId;
  readonly entityId: EntityId;
  readonly scope: AutomationScope;
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly eventType: EventType;
  /** JSON text, letter by letter as it was sent. */
  readonly eventFilter: string;
  readonly action: AutomationAction;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type AutomationInput = Pick<
  Automation,
  'name' | 'description' | 'enabled' | 'scope' | 'eventType' | 'eventFilter' | 'action'
>;

/** What happened, as payloads name it. */
export interface OccurredEvent {
  readonly type: EventType;
  readonly projectId: ProjectId;
  /** A run or an artifact version, in words: `ada/looms/r1`. */
  readonly subject: string;
  /** In words, for the history: what made the condition hold. */
  readonly reason: string;
  readonly variables: Readonly<Record<string, string>>;
}

export type ExecutionState = 'waiting' | 'succeeded' | 'failed';

/** Once that an automation acted. */
export interface Execution {
  readonly id: number;
  readonly automationId: AutomationId;
  readonly event: OccurredEvent;
  readonly state: ExecutionState;
  readonly attempts: number;
  /** How the last attempt went. */
  readonly detail: string | null;
  /** When it is tried again; null when it is over or was not tried yet. */
  readonly nextAttemptAt: number | null;
  /** The execution whose event was sent once more, and who asked for that. */
  readonly resentOf: number | null;
  readonly resentBy: UserId | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/** One try of an execution. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly ok: boolean;
  /** What the other side answered, or why it could not be asked. */
  readonly detail: string;
  readonly at: number;
}

/** An execution with all of its tries, first to last, and what it sends with its secrets hidden. */
export interface ExecutionDetail {
  readonly execution: Execution;
  readonly attempts: readonly Attempt[];
  readonly call: PreparedCall | null;
}

/** What an automation would do, tried on what there is. Nothing was sent. */
export interface Rehearsal {
  readonly event: OccurredEvent;
  /** Nothing in the scope could be taken: run, version or values in the event are made up. */
  readonly isInvented: boolean;
  readonly call: PreparedCall | null;
  /** How the condition fares on the newest runs that the filter means; empty for events of artifacts. */
  readonly looks: readonly {
    readonly subject: string;
    readonly holds: boolean;
    readonly reason: string;
  }[];
}

/** Automations: what is done by itself when something happens to runs or artifacts. */
export interface Automations {
  /**
   * Needs the right to write in a project, and to manage an owner.
   * @throws RunloomError('invalid') naming what is wrong with the filter or action, 'conflict' when the owner has one of this name
   */
  create(actor: Actor, input: AutomationInput): Promise<Automation>;
  /** What is absent stays. */
  update(actor: Actor, id: AutomationId, change: Partial<AutomationInput>): Promise<Automation>;
  remove(actor: Actor, id: AutomationId): Promise<void>;
  get(actor: Actor, id: AutomationId): Promise<Automation>;
  /** Of an owner, its projects' among them, as far as the actor may see their scopes; by name. */
  listOf(actor: Actor, entity: Entity): Promise<readonly Automation[]>;
  listOfProject(project: Project): Promise<readonly Automation[]>;
  /** Last first. */
  listExecutions(
    actor: Actor,
    id: AutomationId,
    page: { readonly first: number; readonly before: number | null },
  ): Promise<{ readonly executions: readonly Execution[]; readonly nextBefore: number | null }>;
  /** The newest execution of each; those that never acted are missing. */
  lastExecutions(ids: readonly AutomationId[]): Promise<ReadonlyMap<AutomationId, Execution>>;
  /** @throws RunloomError('not_found') */
  getExecution(actor: Actor, id: AutomationId, executionId: number): Promise<ExecutionDetail>;
  /** Acts once more on what an execution acted on. Needs the right to change the automation. */
  resend(actor: Actor, id: AutomationId, executionId: number): Promise<Execution>;
  /**
   * Says what an automation would do, without doing or keeping anything. Needs the right to make it.
   * @throws as `create`
   */
  rehearse(
    actor: Actor,
    draft: Pick<AutomationInput, 'scope' | 'eventType' | 'eventFilter' | 'action'>,
  ): Promise<Rehearsal>;
  /** Whether the actor may change it. */
  mayChange(actor: Actor, automation: Automation): Promise<boolean>;
  /** Takes note of a change of artifacts; resolved once what it sets off is durable. */
  noticeArtifact(event: ArtifactEvent): Promise<void>;
  /** Takes note of an alarm; resolved once what it sets off is durable. */
  noticeMonitor(occurrence: MonitorOccurrence): Promise<void>;
  /** Forgets what was noted of runs that are removed for good. */
  removeRuns(ids: readonly RunId[]): Promise<void>;
  /** Takes up what an earlier process left, and watches runs from now on. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
