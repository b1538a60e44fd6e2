import type { Readable } from 'node:stream';
import type {
  EvidenceAnswer,
  EvidenceCheck,
  EvidenceRequest,
  EvidenceTape,
  ReportDocument,
  ReportVisibility,
  ReportVersion as VersionView,
} from '@runloom/model';
import type { RunloomError } from '../../platform/errors.ts';
import type { Actor, UserActor, UserId } from '../accounts/index.ts';
import type { KeepsOfProjects, Project, ProjectId } from '../projects/index.ts';

/** The number in the id of a view: reports and views of clients are numbered together. */
export type ReportId = number & { readonly __brand: 'ReportId' };

export interface Report {
  readonly id: ReportId;
  readonly projectId: ProjectId;
  readonly title: string;
  readonly description: string;
  readonly isDraft: boolean;
  readonly visibility: ReportVisibility;
  /** Origins of pages that may show it in a frame by a secret link. */
  readonly frameOrigins: readonly string[];
  readonly createdBy: UserId;
  readonly createdAt: number;
  /** When anything of it changed last, its text included. */
  readonly updatedAt: number;
  /** Number of the latest version, 0 before there is any. */
  readonly version: number;
  /** The beginning of its text. */
  readonly preview: string;
}

/** What an actor may do with a report that they may read. */
export interface ReportRights {
  readonly write: boolean;
  readonly comment: boolean;
  /** Delete it, say who sees it, share links to it. */
  readonly manage: boolean;
}

export interface FoundReport {
  readonly report: Report;
  readonly project: Project;
  readonly may: ReportRights;
}

export interface ProjectAddress {
  readonly entityName: string;
  readonly projectName: string;
}

export interface NewReport {
  readonly title: string;
  readonly description: string;
  readonly isDraft: boolean;
  readonly visibility: ReportVisibility;
  readonly document: ReportDocument;
}

/** What is absent stays as it is. */
export interface ReportChange {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly isDraft?: boolean | undefined;
  readonly visibility?: ReportVisibility | undefined;
  readonly frameOrigins?: readonly string[] | undefined;
  /** Takes the place of all text, as one change that open editors receive. */
  readonly document?: ReportDocument | undefined;
}

export interface ReportQuery {
  /** Words that all occur in title, description, text or author. */
  readonly text?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One version of a report's text. */
export interface ReportVersion {
  readonly number: number;
  readonly name: string | null;
  readonly cause: VersionView['cause'];
  readonly authors: readonly UserId[];
  readonly createdAt: number;
  readonly restoredFrom: number | null;
}

/** Who is told what happens to a text that is open. */
export interface TextWatcher {
  /** Others changed it; the change is durable. */
  changed(update: Uint8Array): void;
  /**
   * All up to the state vector is durable, and the first `count` changes of this watcher; null when
   * none of them was new.
   */
  saved(vector: Uint8Array, count: number | null): void;
  /** It can't go on; nothing more is told. */
  closed(reason: RunloomError): void;
}

/** The text of a report as `Y.Doc`, for one who works on it. Updates and state vectors are those of Yjs. */
export interface LiveText {
  /**
   * Takes a change. `waits`: it builds on changes that have not come yet; send it again after those.
   * @throws RunloomError('invalid' | 'too_large') for what no report may hold; nothing of it is done
   */
  apply(
    update: Uint8Array,
    from: { readonly author: UserId; readonly source: TextWatcher; readonly count: number },
  ): 'taken' | 'waits';
  /** What somebody who knows `vector` lacks; it is durable. */
  encode(vector?: Uint8Array): Promise<Uint8Array>;
  vector(): Uint8Array;
  watch(watcher: TextWatcher): void;
  /** To be called once; ends the watching. */
  close(): void;
}

/**
 * Reports: documents of a project that several people write at the same time. All checks of rights
 * are here; what one may not see answers `not_found`.
 */
export interface Reports extends KeepsOfProjects {
  create(actor: Actor, address: ProjectAddress, input: NewReport): Promise<FoundReport>;
  /** @throws RunloomError('not_found'), or ('forbidden') when it may be read but not this */
  get(actor: Actor, id: ReportId, need?: 'read' | keyof ReportRights): Promise<FoundReport>;
  /** Of one project, latest change first. */
  list(
    actor: Actor,
    address: ProjectAddress,
    query: ReportQuery,
  ): Promise<{ reports: readonly FoundReport[]; cursor: string | null }>;
  /** Of all projects that the actor may read, or those of one owner. */
  listAll(
    actor: Actor,
    entityName: string | null,
    query: ReportQuery,
  ): Promise<{ reports: readonly FoundReport[]; cursor: string | null }>;
  change(actor: Actor, id: ReportId, change: ReportChange): Promise<FoundReport>;
  remove(actor: Actor, id: ReportId): Promise<void>;
  /** The text as it is now, with every change that was acknowledged. */
  document(
    actor: Actor,
    id: ReportId,
  ): Promise<FoundReport & { readonly document: ReportDocument }>;
  /** The text to work on; needs the right to read only, so ask for `write` before a change is applied. */
  openText(actor: Actor, id: ReportId): Promise<FoundReport & { readonly text: LiveText }>;
  versions(
    actor: Actor,
    id: ReportId,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<{ versions: readonly ReportVersion[]; hasMore: boolean }>;
  version(
    actor: Actor,
    id: ReportId,
    number: number,
  ): Promise<{
    readonly version: ReportVersion;
    readonly title: string;
    readonly document: ReportDocument;
  }>;
  /** Makes the text as it is now a version of this name. */
  nameVersion(actor: Actor, id: ReportId, name: string): Promise<ReportVersion>;
  /** Brings the text of a version back, as a change that open editors receive and that is a version itself. */
  restore(actor: Actor, id: ReportId, number: number): Promise<ReportVersion>;
}

/** What a client of W&B keeps of a report beside its document. */
export interface ClientFace {
  readonly name: string;
  readonly previewUrl: string | null;
  readonly coverUrl: string | null;
}

/** Where and as what a report stands: what its text may say beside the document. */
export interface ReportPlace extends ProjectAddress {
  /** Null before it is made; addresses of its files need it. */
  readonly id: ReportId | null;
  readonly title: string;
  readonly description: string;
  readonly isDraft: boolean;
}

/**
 * How clients of W&B write reports (`wandb-workspaces`: the JSON text of a view of the type `runs` or
 * `runs/draft`). The adapter gives this; the domain keeps the client's text letter by letter and answers
 * it as long as the document is what the text says.
 */
export interface ReportFormat {
  /**
   * The document that a text means; blocks we don't draw become `opaque`. Blocks of the current report
   * that the client left as they were keep their ids and comments. @throws SyntaxError for what is no JSON
   */
  read(
    text: string,
    place: ReportPlace,
    current: { readonly document: ReportDocument; readonly text: string | null } | null,
  ): ReportDocument;
  /**
   * The text for a document that was changed here since, or that no client wrote (`previous` is null).
   * Members of the previous text that we have no words for stay.
   */
  write(document: ReportDocument, place: ReportPlace, previous: string | null): string;
}

export interface ReportComment {
  readonly id: string;
  readonly author: UserId;
  readonly body: string;
  readonly mentions: readonly UserId[];
  readonly createdAt: number;
  readonly editedAt: number | null;
}

export interface ReportThread {
  readonly thread: string;
  readonly block: string | null;
  readonly quote: string;
  readonly resolved: { readonly at: number; readonly by: UserId } | null;
  readonly comments: readonly ReportComment[];
}

/** Threads of comments on texts and blocks of reports. */
export interface ReportComments {
  list(actor: Actor, id: ReportId): Promise<readonly ReportThread[]>;
  /** Begins the thread or answers in it. */
  add(
    actor: Actor,
    id: ReportId,
    input: {
      readonly thread: string;
      readonly block: string | null;
      readonly quote: string;
      readonly body: string;
    },
  ): Promise<ReportThread>;
  /** One's own words; `resolved` by whoever may comment. */
  change(
    actor: Actor,
    id: ReportId,
    comment: string,
    change: { readonly body?: string | undefined; readonly resolved?: boolean | undefined },
  ): Promise<ReportThread>;
  /** One's own, or any for who manages the report; a thread ends with its last comment. */
  remove(actor: Actor, id: ReportId, comment: string): Promise<void>;
}

export interface ReportFile {
  readonly id: string;
  readonly digest: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** A file with its bytes. */
export interface OpenedFile extends ReportFile {
  /** All of it, or the bytes of a range, inclusive at both ends. */
  open(range?: { readonly start: number; readonly end: number }): Promise<Readable>;
}

/** Pictures and films of reports. */
export interface ReportFiles {
  /** @throws RunloomError('too_large' | 'invalid') for what is no picture or film */
  add(actor: Actor, id: ReportId, name: string, body: Readable): Promise<ReportFile>;
  find(actor: Actor, id: ReportId, file: string): Promise<OpenedFile>;
}

export interface ReportLink {
  readonly id: string;
  readonly name: string;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
  /** What is live in the report is recorded anew when somebody looks and it is old. */
  readonly isLive: boolean;
}

/** What a secret link shows, and nothing else. */
export interface SharedReport {
  readonly report: Report;
  readonly project: Project;
  readonly document: ReportDocument;
  readonly tapes: readonly {
    readonly block: string;
    readonly digest: string;
    readonly recordedAt: number;
  }[];
  /** Null for a link whose data are as they were recorded. */
  readonly live: { readonly isRenewing: boolean } | null;
}

/** Secret links; only a hash of their token is kept. */
export interface ReportLinks {
  list(actor: Actor, id: ReportId): Promise<readonly ReportLink[]>;
  /** How old what links show of live blocks is, and how many of them were never recorded. */
  recorded(
    actor: Actor,
    id: ReportId,
  ): Promise<{ readonly since: number | null; readonly missingCount: number }>;
  create(
    actor: Actor,
    id: ReportId,
    input: { readonly name: string; readonly expiresAt: number | null; readonly isLive: boolean },
  ): Promise<{ readonly link: ReportLink; readonly token: string }>;
  revoke(actor: Actor, id: ReportId, link: string): Promise<void>;
  /** @throws RunloomError('not_found') for an unknown token, ('gone') for one that expired or was revoked */
  open(token: string, askAs: AskAs): Promise<SharedReport>;
  /** A file that the shared document shows. */
  file(token: string, file: string): Promise<OpenedFile>;
  /** A tape that `open` names. @param addressOf where the reader finds a file of it, by its id */
  tape(token: string, digest: string, addressOf: (file: string) => string): Promise<EvidenceTape>;
  /** A file that such a tape names. */
  tapeFile(token: string, digest: string, file: string): Promise<OpenedFile>;
  /** Origins that may show the link in a frame; empty for an unknown one. */
  frameOrigins(token: string): Promise<readonly string[]>;
}

/** Secret links that scripts make, whose tokens can be told again. */
export interface ClientLinks {
  create(
    actor: Actor,
    id: ReportId,
  ): Promise<{ readonly link: ReportLink; readonly token: string }>;
  /** Of links that scripts made, revoked ones among them; none for who may not manage the report. */
  list(
    actor: Actor,
    id: ReportId,
  ): Promise<readonly { readonly link: ReportLink; readonly token: string }[]>;
  /** Paths of the projects whose data the report shows. */
  projects(actor: Actor, id: ReportId): Promise<readonly string[]>;
  /** @throws RunloomError('not_found') for a token that is none, or of a report that one may not manage */
  check(actor: Actor, token: string): Promise<void>;
  revoke(actor: Actor, token: string): Promise<void>;
}

/** A file that an answer names by an address which was signed for whoever asked. */
export interface ShownFile {
  /** As it stands in the answer. */
  readonly address: string;
  /** Of its content in the blob store. */
  readonly digest: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** An answer, and the files that it leads to. */
export interface AskedAnswer {
  readonly answer: EvidenceAnswer;
  readonly files: readonly ShownFile[];
}

/** Asks `/api/v1` as someone, through the policies of its routes. */
export type AskEvidence = (request: EvidenceRequest) => Promise<AskedAnswer>;

/** Does work that asks with the rights of somebody who is not there; they end with it. */
export type AskAs = (actor: UserActor, work: (ask: AskEvidence) => Promise<void>) => Promise<void>;

/** Recorded requests and answers of blocks, addressed by their content. */
export interface ReportEvidence {
  /** Carries out the requests and keeps the answers; needs the right to write. */
  record(
    actor: Actor,
    id: ReportId,
    input: { readonly block: string; readonly requests: readonly EvidenceRequest[] },
    ask: AskEvidence,
  ): Promise<{ readonly digest: string }>;
  /** @param addressOf where the reader finds a file of the recording, by its id */
  read(
    actor: Actor,
    id: ReportId,
    digest: string,
    addressOf: (file: string) => string,
  ): Promise<EvidenceTape>;
  /** A file that this recording names, as it was then. */
  file(actor: Actor, id: ReportId, digest: string, file: string): Promise<OpenedFile>;
  /** Asks again and says what moved. */
  check(actor: Actor, id: ReportId, digest: string, ask: AskEvidence): Promise<EvidenceCheck>;
}

/** Somebody wrote a comment. */
export interface CommentEvent {
  readonly report: Report;
  readonly project: Project;
  readonly by: UserId;
  readonly thread: string;
  readonly comment: string;
  readonly body: string;
  /** Who wrote in the thread before; not the writer. */
  readonly repliedTo: readonly UserId[];
}

/** Somebody was spoken to, in a comment or in the text; they may read the report. */
export interface MentionEvent {
  readonly report: Report;
  readonly project: Project;
  readonly by: UserId;
  readonly mentioned: UserId;
  /** Null in the text of the report. */
  readonly thread: string | null;
  /** What stands around the mention. */
  readonly excerpt: string;
}

/** What one author typed between two versions of a text. Times in milliseconds. */
export interface ReportEdit {
  readonly report: Report;
  readonly project: Project;
  readonly author: UserId;
  readonly changeCount: number;
  readonly from: number;
  readonly to: number;
  /** Of the version's document. */
  readonly digest: string;
}

/** Whoever wants to know; a listener that fails hinders nobody. */
export interface ReportListener {
  onComment?(event: CommentEvent): void | Promise<void>;
  onMention?(event: MentionEvent): void | Promise<void>;
}
