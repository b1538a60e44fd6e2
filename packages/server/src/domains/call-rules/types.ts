import type { CallRedaction } from '@runloom/model';
import type { Actor, UserId } from '../accounts/index.ts';
import type { CallPart } from '../calls/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';

export interface CallRuleSet {
  readonly redactions: readonly CallRedaction[];
  /** The share of traces that is kept, from 0 to 1. All calls of a trace share one fate. */
  readonly sampleRate: number;
}

export interface SavedCallRules extends CallRuleSet {
  readonly updatedAt: number | null;
  readonly updatedBy: UserId | null;
}

/** What rules would make of a part. */
export interface CallRulesOutcome {
  /** Redactions that can't be read, by their place from 0. When there are any, nothing is redacted. */
  readonly problems: readonly { readonly redaction: number; readonly message: string }[];
  readonly part: CallPart;
  /** Whether sampling keeps it. */
  readonly isKept: boolean;
}

/** What a project does to calls before they are stored: redaction and sampling. */
export interface CallRules {
  /** Needs the right to write in the project: what is redacted tells what is secret. */
  read(actor: Actor, project: Project): Promise<SavedCallRules>;
  /**
   * Needs the right to manage the project. Holds for all that is written from the answer on; another
   * server on the same store follows within seconds. What is stored already stays.
   * @throws RunloomError('invalid') for a pattern or path that can't be read, too many of them, or a
   *   rate outside 0 to 1
   */
  save(actor: Actor, project: Project, rules: CallRuleSet): Promise<SavedCallRules>;
  /** What rules would make of a part, saved or not. Needs the right to write in the project. */
  preview(
    actor: Actor,
    project: Project,
    rules: CallRuleSet,
    part: CallPart,
  ): Promise<CallRulesOutcome>;
  /** What may be stored of these parts: `withCallRules` asks before anything is written. */
  apply(project: ProjectId, parts: readonly CallPart[]): Promise<readonly CallPart[]>;
}
