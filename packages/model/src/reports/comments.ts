import { z } from 'zod';
import { Millis } from '../api/common.ts';
import { BlockId, ThreadId } from './attributes.ts';

export const ReportComment = z.object({
  id: z.string(),
  /** User name; null for somebody who is gone. */
  author: z.string().nullable(),
  /** Markdown. */
  body: z.string(),
  /** User names of those it speaks to. */
  mentions: z.array(z.string()),
  createdAt: Millis,
  editedAt: Millis.nullable(),
});
export type ReportComment = z.infer<typeof ReportComment>;

export const ReportThread = z.object({
  /** What the `comment` mark on the text holds. */
  thread: z.string(),
  /** The block that it is on; null when it is on text. */
  block: z.string().nullable(),
  /** The text that it is on, as it was when the thread began. */
  quote: z.string(),
  resolved: z.object({ at: Millis, by: z.string().nullable() }).nullable(),
  /** Oldest first. */
  comments: z.array(ReportComment),
});
export type ReportThread = z.infer<typeof ReportThread>;

/** `GET /api/v1/reports/{id}/comments`, oldest thread first. */
export const ReportThreadList = z.object({ threads: z.array(ReportThread) });

const CommentBody = z.string().trim().min(1).max(20_000);

/**
 * `POST /api/v1/reports/{id}/comments`: an answer in a thread that is there, or the first comment of a
 * new one, whose id the page made (`newBlockId`) and put into the mark. `@name` in the body mentions.
 */
export const ReportCommentInput = z.object({
  thread: ThreadId,
  block: BlockId.nullable().default(null),
  quote: z.string().max(2_000).default(''),
  body: CommentBody,
});

/** `PATCH /api/v1/reports/{id}/comments/{comment}`: one's own words, or (for any comment of it) the thread's end. */
export const ReportCommentChange = z.object({
  body: CommentBody.optional(),
  resolved: z.boolean().optional(),
});
