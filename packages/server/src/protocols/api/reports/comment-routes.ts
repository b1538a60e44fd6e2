import {
  ReportCommentChange,
  ReportCommentInput,
  ReportThread,
  ReportThreadList,
} from '@runloom/model';
import type { ReportDomain, ReportThread as Thread } from '../../../domains/reports/index.ts';
import { notFound } from '../../../platform/errors.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { reportNumber } from './address.ts';
import type { ReportViews } from './report-view.ts';

/** Comments on texts and blocks of a report. */
export function commentRoutes(
  { comments }: Pick<ReportDomain, 'comments'>,
  views: ReportViews,
): ApiRoute[] {
  const shown = async (thread: Thread) => {
    const [one] = await views.threads([thread]);
    if (one === undefined) throw notFound('This thread');
    return one;
  };

  return [
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/comments',
      summary: 'Threads of comments on a report, oldest first',
      policy: 'checked-by-domain',
      answer: { json: ReportThreadList },
      async handle({ actor, params }) {
        const threads = await comments.list(actor, reportNumber(params.report));
        return { threads: await views.threads(threads) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/comments',
      summary: 'Begin a thread or answer in it; `@name` mentions somebody',
      policy: 'checked-by-domain',
      body: ReportCommentInput,
      answer: { json: ReportThread },
      handle: async ({ actor, params, body }) =>
        shown(await comments.add(actor, reportNumber(params.report), body)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/reports/{report}/comments/{comment}',
      summary: 'Change the words of your comment, or resolve its thread',
      policy: 'checked-by-domain',
      body: ReportCommentChange,
      answer: { json: ReportThread },
      handle: async ({ actor, params, body }) =>
        shown(await comments.change(actor, reportNumber(params.report), params.comment, body)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/reports/{report}/comments/{comment}',
      summary: 'Remove a comment; a thread ends with its last one',
      policy: 'checked-by-domain',
      answer: 'nothing',
      handle: ({ actor, params }) =>
        comments.remove(actor, reportNumber(params.report), params.comment),
    }),
  ];
}
