import type { FeedbackView } from '@runloom/model';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { Feedback } from '../../../domains/calls/index.ts';
import { apiJson } from './values.ts';

/** Feedback as pages show it. */
export function feedbackView(
  feedback: Feedback,
  users: ReadonlyMap<string | null, string>,
  actor: Actor,
): FeedbackView {
  const { id, feedbackType, payload, userId, createdAt, callRef } = feedback;
  return {
    id,
    type: feedbackType,
    payload: apiJson(payload),
    user: users.get(userId) ?? feedback.creator,
    createdAt: createdAt / 1_000,
    callId: callRef?.split('/').at(-1) ?? null,
    isOwn: actor.kind === 'user' && userId === String(actor.userId),
  };
}
