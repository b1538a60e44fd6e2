import type {
  NotificationKind,
  NotificationRhythm,
  NotificationSettingsInput,
  NotificationWay,
} from '@runloom/model';
import type { UserActor, UserId } from '../accounts/index.ts';
import type { Integration } from '../integrations/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { Run } from '../runs/index.ts';

export type NotificationId = number & { readonly __brand: 'NotificationId' };

/** Ways that leave the server. */
export type OutsideWay = Exclude<NotificationWay, 'page'>;

/**
 * What one must be able to see to be told. Looked at when it happens, when it is shown, and when it is
 * sent. Kinds beside these are those of other rooms, which say who sees them (`guard`).
 */
export type Subject =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'project'; readonly id: ProjectId }
  | { readonly kind: 'entity'; readonly id: number }
  | { readonly kind: 'guarded'; readonly guard: string; readonly id: string };

/** Something that happened, and whom it concerns. */
export interface NotableEvent {
  readonly kind: NotificationKind;
  /** Nobody is told of what they did themselves. */
  readonly to: readonly UserId[];
  readonly by: UserId | null;
  readonly subject: Subject;
  /** For what can be muted by project. */
  readonly project: Project | null;
  /** One line that says all: “weft-12 crashed”. */
  readonly title: string;
  readonly body: string;
  /** Address of the page, from the root. */
  readonly path: string;
  readonly severity?: 'INFO' | 'WARN' | 'ERROR';
  /** The same event is told once, however often it is heard of. */
  readonly eventKey: string;
  /** It goes out as a letter of its own besides, where letters can be sent: no second mail tells of it. */
  readonly hasLetter?: boolean;
  /** What is alike and unread is one notification with a count. */
  readonly group?: { readonly key: string; readonly path: string };
}

export interface Notification {
  readonly id: NotificationId;
  readonly userId: UserId;
  readonly kind: NotificationKind;
  readonly projectId: ProjectId | null;
  readonly subject: Subject;
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly severity: 'INFO' | 'WARN' | 'ERROR';
  readonly actorId: UserId | null;
  readonly count: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly readAt: number | null;
}

export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'dropped';

export interface Delivery {
  readonly id: number;
  readonly notificationId: NotificationId;
  readonly way: OutsideWay;
  readonly state: DeliveryState;
  readonly title: string;
  readonly attempts: number;
  readonly detail: string;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/** What somebody chose. */
export interface Settings {
  readonly rhythm: NotificationRhythm;
  readonly choices: ReadonlyMap<NotificationKind, ReadonlySet<NotificationWay>>;
  readonly channelId: number | null;
  readonly webhookId: number | null;
}

export interface Watch {
  readonly project: Project;
  /** Null: all runs of the project. */
  readonly run: Run | null;
}

/** Whether somebody may see something of another room now. */
export type Guard = (actor: UserActor, id: string) => Promise<boolean>;

/** What happens to people's things, told to them by the ways they chose. */
export interface Notifications {
  /** Tells what happened. Resolved once it is durable; what fails to be sent is tried again by itself. */
  tell(event: NotableEvent): Promise<void>;
  /** Who follows all runs of a project. */
  watchersOf(project: Pick<Project, 'id'>): Promise<readonly UserId[]>;
  /** Another room says who may see what it tells of. Once for each name, before anything is told. */
  guard(name: string, mayStillSee: Guard): void;

  list(
    actor: UserActor,
    page: { readonly limit: number; readonly cursor: string | null; readonly unreadOnly: boolean },
  ): Promise<{
    readonly notifications: readonly Notification[];
    readonly nextCursor: string | null;
  }>;
  /** Counted up to 100. */
  countUnread(actor: UserActor): Promise<number>;
  mark(
    actor: UserActor,
    which: { readonly ids: readonly number[]; readonly isRead: boolean } | 'all',
  ): Promise<void>;
  /** Calls back when what the person has not read may have changed; returns what ends it. */
  watchUnread(userId: UserId, onChange: () => void): () => void;

  readSettings(actor: UserActor): Promise<Settings & { readonly own: readonly Integration[] }>;
  /** @throws RunloomError('invalid') for an integration that is not one's own or of another kind */
  changeSettings(actor: UserActor, change: NotificationSettingsInput): Promise<void>;
  setMuted(actor: UserActor, project: Project, isMuted: boolean): Promise<void>;
  /** @param run null: all runs of the project */
  setWatched(
    actor: UserActor,
    project: Project,
    run: Run | null,
    isWatched: boolean,
  ): Promise<void>;
  noticesOf(
    actor: UserActor,
    project: Project,
    run: Run | null,
  ): Promise<{ readonly isMuted: boolean; readonly isWatched: boolean }>;
  listMutes(actor: UserActor): Promise<readonly Project[]>;
  listWatches(actor: UserActor): Promise<readonly Watch[]>;
  /** What was sent or could not be, newest first. */
  listDeliveries(actor: UserActor, limit: number): Promise<readonly Delivery[]>;
  /** Sends something harmless by one way, to see whether it arrives. */
  sendTrial(
    actor: UserActor,
    way: OutsideWay,
  ): Promise<{ readonly ok: boolean; readonly detail: string }>;
  /** Why the person gets no e-mail; null when they do. */
  emailProblem(actor: UserActor): Promise<string | null>;

  /** Whom an unsubscribe link belongs to. @throws RunloomError('not_found') for one that was not made here */
  readUnsubscribe(
    token: string,
  ): Promise<{ readonly username: string; readonly kind: NotificationKind | null }>;
  /** Ends e-mail of the link's kind, or all of it. */
  unsubscribe(token: string, scope: 'kind' | 'all'): Promise<void>;

  /** Tells what runs, alerts and automations did since; how much there was. */
  tellWhatHappened(): Promise<number>;
  /** Removes what is older than anybody looks back. */
  removeOld(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** E-mail as other rooms send it: what one person asked for another, such as an invitation. */
export interface MailPort {
  /** Whether mails with links can be sent. */
  readonly isConfigured: boolean;
  /**
   * Has it sent, with retries; resolved once that is durable.
   * @throws RunloomError('conflict') when no mail server is configured
   */
  send(mail: {
    readonly to: string;
    readonly subject: string;
    /** Paragraphs of plain text. */
    readonly paragraphs: readonly string[];
    readonly link?: { readonly label: string; readonly path: string };
  }): Promise<void>;
}
