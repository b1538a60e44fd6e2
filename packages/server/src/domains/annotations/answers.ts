import { createHash } from 'node:crypto';
import { type FieldKind, type JudgedValue, memberText } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import { authorOf, type UserActor, type UserId } from '../accounts/index.ts';
import type { Calls, Feedback, JsonText, NewFeedback } from '../calls/index.ts';
import { callRef, type Project } from '../projects/index.ts';
import type { AnnotationField } from './fields.ts';
import type { AnnotationQueue, QueuedCall } from './types.ts';

/** What somebody said of a call in a field of a queue. */
export interface Answer {
  readonly callId: string;
  readonly field: string;
  /** As feedback keeps it: the id of a user, or what another client sent. */
  readonly user: string;
  readonly value: JudgedValue;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a scorer said of a call. */
export interface ScorerVerdict {
  readonly callId: string;
  readonly scorer: string;
  readonly output: JsonText;
}

/** All that was said of the calls of a queue. */
export interface Verdicts {
  /** The last of each person, call and field. */
  readonly answers: readonly Answer[];
  /** What counts where people said different things, one a call and field. */
  readonly decisions: readonly Answer[];
  /** The last of each scorer and call. */
  readonly scores: readonly ScorerVerdict[];
}

/** As clients of Weave write annotations and scores. */
const ANNOTATION = 'wandb.annotation.';
export const SCORE = 'wandb.runnable.';
/** A type of our own: clients show it as feedback that they do not know. */
const DECISION = 'runloom.decision.';
const LONGEST_TEXT = 10_000;

/** Reads what people and scorers said of calls. Answers count when they were given in the queue. */
export async function readVerdicts(
  calls: Pick<Calls, 'readMany'>,
  project: Project,
  queueId: string,
  queued: readonly Pick<QueuedCall, 'callId'>[],
): Promise<Verdicts> {
  const answers = new Map<string, Answer>();
  const decisions = new Map<string, Answer>();
  const scores = new Map<string, ScorerVerdict>();
  const take = (callId: string, feedback: Feedback): void => {
    const { feedbackType: type, payload } = feedback;
    if (type.startsWith(SCORE)) {
      const scorer = type.slice(SCORE.length);
      const output = memberText(payload, 'output');
      if (output !== null) scores.set(`${callId}\n${scorer}`, { callId, scorer, output });
      return;
    }
    const [kept, prefix] = type.startsWith(DECISION)
      ? [decisions, DECISION]
      : [answers, ANNOTATION];
    if (!type.startsWith(prefix) || feedback.queueId !== queueId) return;
    const value = judgedValue(memberText(payload, 'value'));
    if (value === null) return;
    const field = type.slice(prefix.length);
    const user = feedback.userId ?? feedback.creator ?? '';
    const answer = { callId, field, user, value, at: feedback.createdAt / 1000 };
    kept.set(prefix === DECISION ? `${callId}\n${field}` : `${callId}\n${field}\n${user}`, answer);
  };
  const callIds = queued.map(({ callId }) => callId);
  const asked = { columns: ['id'], includesFeedback: true };
  for await (const page of calls.readMany(project.id, callIds, asked)) {
    for (const call of page) for (const one of call.feedback ?? []) take(call.id, one);
  }
  return {
    answers: [...answers.values()],
    decisions: [...decisions.values()],
    scores: [...scores.values()],
  };
}

/** JSON that is a text, a finite number or yes and no; null of anything else. */
export function judgedValue(text: JsonText | null): JudgedValue | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    const isJudged =
      typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    return isJudged ? (value as JudgedValue) : null;
  } catch {
    return null;
  }
}

/**
 * Answers as feedback: what is said again stands in the place of what the actor said before.
 * @throws RunloomError('invalid') for a field the queue does not ask for, or a value that does not fit
 */
export function answersAsFeedback(
  actor: UserActor,
  project: Project,
  queue: AnnotationQueue,
  fields: readonly AnnotationField[],
  callId: string,
  values: Readonly<Record<string, JudgedValue | null>>,
  kind: 'answer' | 'decision' = 'answer',
): { readonly given: readonly NewFeedback[]; readonly takenBack: readonly string[] } {
  const given: NewFeedback[] = [];
  const takenBack: string[] = [];
  const user = authorOf(actor);
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) {
      const known = fields.map((one) => one.name).join(', ') || 'nothing';
      throw invalid(`This queue asks for ${known}, not for "${name}".`);
    }
    const id = feedbackId(queue.id, callId, name, kind === 'answer' ? user : 'decision');
    if (value === null) {
      takenBack.push(id);
      continue;
    }
    const fault = faultOf(field.value, value);
    if (fault !== null) throw invalid(`${field.title} ${fault}.`);
    given.push({
      id,
      weaveRef: callRef(project, callId),
      feedbackType: `${kind === 'answer' ? ANNOTATION : DECISION}${name}`,
      payload: JSON.stringify({ value }),
      userId: String(user),
      annotationRef: field.ref,
      queueId: queue.id,
    });
  }
  return { given, takenBack };
}

/** One id for what one person says of one call in one field, in the form of a UUID. */
function feedbackId(queueId: string, callId: string, field: string, who: UserId | string): string {
  const hex = createHash('sha256').update([queueId, callId, field, who].join('\n')).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** What is wrong with a value, as the end of a sentence; null when it fits. */
function faultOf(kind: FieldKind, value: JudgedValue): string | null {
  switch (kind.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'is answered by yes or no';
    case 'choice':
      return kind.choices.includes(String(value)) && typeof value === 'string'
        ? null
        : `is one of ${kind.choices.join(', ')}`;
    case 'integer':
    case 'number': {
      if (typeof value !== 'number') return 'is a number';
      if (kind.kind === 'integer' && !Number.isInteger(value)) return 'is a whole number';
      if (kind.minimum !== null && value < kind.minimum) return `is at least ${kind.minimum}`;
      return kind.maximum !== null && value > kind.maximum ? `is at most ${kind.maximum}` : null;
    }
    case 'text': {
      const most = Math.min(kind.maxLength ?? LONGEST_TEXT, LONGEST_TEXT);
      if (typeof value !== 'string') return 'is a text';
      return value.length > most ? `has at most ${most} characters` : null;
    }
  }
}
