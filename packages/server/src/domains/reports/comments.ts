import { randomLetters } from '@runloom/model';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import { authorOf, type UserActor, type UserId } from '../accounts/index.ts';
import type { Access } from './access.ts';
import type { CommentStore } from './comment-store.ts';
import { type Mentions, namesAfterAt } from './mentions.ts';
import { refuseUnstorable } from './storable-text.ts';
import type { FoundReport, ReportComments, ReportId, ReportThread } from './types.ts';

/** Comments in one report, and in one thread, at most. */
const MOST_THREADS = 5_000;
const MOST_IN_THREAD = 1_000;

/** Threads of comments. */
export function createComments(deps: {
  access: Access;
  comments: CommentStore;
  mentions: Mentions;
  clock: () => number;
}): ReportComments {
  const { access, comments, mentions, clock } = deps;

  async function threadOf(id: ReportId, thread: string): Promise<ReportThread> {
    const found = await comments.thread(id, thread);
    if (found === null) throw notFound('This thread');
    return found;
  }

  async function commentOf(id: ReportId, comment: string) {
    const found = await comments.find(id, comment);
    if (found === null) throw notFound('This comment');
    return found;
  }

  function tell(
    { report, project }: FoundReport,
    by: UserId,
    said: { thread: string; body: string; mentioned: readonly UserId[] },
  ): void {
    const { thread, body: excerpt } = said;
    for (const mentioned of said.mentioned) {
      if (mentioned === by) continue;
      mentions.tellMention({ report, project, by, mentioned, thread, excerpt });
    }
  }

  return {
    async list(actor, id) {
      await access.find(actor, id, 'read');
      return comments.threads(id);
    },

    async add(actor, id, input) {
      const found = await access.find(actor, id, 'comment');
      refuseUnstorable('comment', input.body);
      refuseUnstorable('comment', input.quote);
      const before = await comments.thread(id, input.thread);
      if (before === null && (await comments.threadCount(id)) >= MOST_THREADS) {
        throw invalid(`A report has at most ${MOST_THREADS} threads. Resolve and remove some.`);
      }
      if ((before?.comments.length ?? 0) >= MOST_IN_THREAD) {
        throw invalid(`A thread has at most ${MOST_IN_THREAD} comments. Begin another one.`);
      }
      const by = authorOf(actor as UserActor);
      const mentioned = await mentions.readers(found, namesAfterAt(input.body));
      const comment = {
        id: randomLetters(16),
        author: by,
        body: input.body,
        mentions: mentioned,
        createdAt: clock(),
        editedAt: null,
      };
      const { thread, block, quote } = input;
      await comments.add(id, { thread, block, quote }, comment);
      const { report, project } = found;
      const others = new Set((before?.comments ?? []).map(({ author }) => author));
      mentions.tellComment({
        report,
        project,
        by,
        thread,
        comment: comment.id,
        body: input.body,
        repliedTo: [...others].filter((user) => user !== by),
      });
      tell(found, by, { thread, body: input.body, mentioned });
      return threadOf(id, thread);
    },

    async change(actor, id, commentId, { body, resolved }) {
      const found = await access.find(actor, id, 'comment');
      const { thread, comment } = await commentOf(id, commentId);
      const by = authorOf(actor as UserActor);
      if (body !== undefined) {
        if (comment.author !== by) {
          throw new RunloomError('forbidden', 'Only who wrote a comment may change its words.');
        }
        refuseUnstorable('comment', body);
        const mentioned = await mentions.readers(found, namesAfterAt(body));
        await comments.edit(commentId, { body, mentions: mentioned, editedAt: clock() });
        const fresh = mentioned.filter((user) => !comment.mentions.includes(user));
        tell(found, by, { thread, body, mentioned: fresh });
      }
      if (resolved !== undefined) {
        await comments.resolve(id, thread, resolved ? { at: clock(), by } : null);
      }
      return threadOf(id, thread);
    },

    async remove(actor, id, commentId) {
      const { may } = await access.find(actor, id, 'comment');
      const { thread, comment } = await commentOf(id, commentId);
      if (comment.author !== authorOf(actor as UserActor) && !may.manage) {
        throw new RunloomError('forbidden', 'Only who wrote a comment may remove it.');
      }
      await comments.remove(id, thread, commentId);
    },
  };
}
