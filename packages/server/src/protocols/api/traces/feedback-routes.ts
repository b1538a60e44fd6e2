import { FeedbackInput, FeedbackView } from '@runloom/model';
import { callRef } from '../../../domains/projects/index.ts';
import { notFound, RunloomError } from '../../../platform/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute, userOf } from '../route.ts';
import { feedbackView } from './feedback-view.ts';
import { userNames } from './names.ts';

/** What people say of calls. */
export function feedbackRoutes({ accounts, projects, calls }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/{call}/feedback',
      summary: 'React to a call with an emoji, or write a note',
      policy: 'checked-by-domain',
      body: FeedbackInput,
      answer: { json: FeedbackView },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const { userId } = userOf(actor);
        const call = await calls.read(project.id, params.call, { columns: ['id'] });
        if (call === null) throw notFound(`The call ${params.call}`);
        // As clients of Weave write them.
        const [feedbackType, payload] =
          'emoji' in body
            ? [
                'wandb.reaction.1',
                {
                  emoji: body.emoji,
                  alias: body.emoji,
                  detoned: body.emoji,
                  detoned_alias: body.emoji,
                },
              ]
            : ['wandb.note.1', { note: body.note }];
        const [feedback] = await calls.addFeedback(project.id, [
          {
            weaveRef: callRef(project, call.id),
            feedbackType,
            payload: JSON.stringify(payload),
            userId: String(userId),
          },
        ]);
        if (feedback === undefined) throw new Error('The store did not keep the feedback.');
        return feedbackView(feedback, await userNames(accounts, [feedback.userId]), actor);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/projects/{entity}/{project}/feedback/{feedback}',
      summary: 'Take back feedback that one gave; who may write to the project, that of others too',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const removed = await calls.removeFeedback(project.id, [params.feedback]);
        if (removed === 0) throw new RunloomError('not_found', 'This feedback does not exist.');
      },
    }),
  ];
}
