import { memberTexts, objectText } from '@runloom/model';
import type { Feedback } from '../../domains/calls/index.ts';
import { timeText } from './times.ts';

/** What clients expect of feedback that says nothing of it. */
const EXTRA_DEFAULTS: readonly (readonly [string, string])[] = [
  ['scorer_tags', '[]'],
  ['scorer_tag_reasons', '{}'],
  ['scorer_tag_confidences', '{}'],
  ['scorer_ratings', '{}'],
  ['scorer_rating_reasons', '{}'],
  ['scorer_rating_confidences', '{}'],
];

/** One row of feedback as clients read it: values are JSON texts by name. */
export function feedbackMembers(row: Feedback): Map<string, string> {
  return new Map([
    ['id', text(row.id)],
    ['weave_ref', text(row.weaveRef)],
    ['feedback_type', text(row.feedbackType)],
    ['payload', row.payload || '{}'],
    ['creator', text(row.creator)],
    ['created_at', text(timeText(row.createdAt))],
    ['wb_user_id', text(row.userId)],
    ['annotation_ref', text(row.annotationRef)],
    ['runnable_ref', text(row.runnableRef)],
    ['call_ref', text(row.callRef)],
    ['trigger_ref', text(row.triggerRef)],
    ['queue_id', text(row.queueId)],
    ...EXTRA_DEFAULTS,
    ...memberTexts(row.extra),
  ]);
}

export const feedbackText = (row: Feedback): string => objectText(feedbackMembers(row));

const text = (value: string | null): string =>
  value === null ? 'null' : JSON.stringify(value.toWellFormed());
