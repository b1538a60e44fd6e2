import type { Actor, UserId } from '../accounts/index.ts';
import type { CallPart } from '../calls/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';

/** What is taken out of calls before they are stored. */
export type Redaction =
  | {
      readonly kind: 'pattern';
      /** A regular expression in RE2's grammar; each match in any text of a call is replaced. */
      readonly pattern: string;
      readonly replacement: string;
    }
  | {
      readonly kind: 'path';
      /** `inputs.messages.*.content`: names and numbers split by dots, `*` for any one, `**` for any number. */
      readonly path: string;
      /** Put in place of the whole value. */
      readonly replacement: string;
    };

export interface CallRuleSet {
  readonly redactions: readonly Redaction[];
  /** The share of traces that is kept, from 0 to 1. All calls of a trace share one fate. */
  readonly sampleRate: number;
}

export interface SavedCallRules extends CallRuleSet {
  readonly updatedAt: number | null;
  readonly updatedBy: UserId | null;
}

/** What a project does to calls before they are stored: redaction and sampling. */
export interface CallRules {
  /** Needs the right to read the project. */
  read(actor: Actor, project: Project): Promise<SavedCallRules>;
  /**
   * Needs the right to manage the project. Holds for all that is written from the answer on; another
   * server on the same store follows within seconds. What is stored already stays.
   * @throws RunloomError('invalid') for a pattern or path that can't be read, too many of them, or a
   *   rate outside 0 to 1
   */
  save(actor: Actor, project: Project, rules: CallRuleSet): Promise<SavedCallRules>;
  /** What may be stored of these parts. Every protocol asks this before it writes calls. */
  apply(project: ProjectId, parts: readonly CallPart[]): Promise<readonly CallPart[]>;
}
