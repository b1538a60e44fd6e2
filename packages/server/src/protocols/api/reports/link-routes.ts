import { NewReportLink, ReportLinkInput, ReportLinkList } from '@runloom/model';
import type { ReportDomain } from '../../../domains/reports/index.ts';
import { notFound } from '../../../platform/errors.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { reportNumber } from './address.ts';
import type { ReportViews } from './report-view.ts';

/** Secret links to a report, for who manages it. */
export function linkRoutes({ links }: Pick<ReportDomain, 'links'>, views: ReportViews): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/links',
      summary:
        'Secret links to a report, newest first, never their tokens; and how old what they show is',
      policy: 'checked-by-domain',
      answer: { json: ReportLinkList },
      async handle({ actor, params }) {
        const report = reportNumber(params.report);
        const [listed, recorded] = [
          await links.list(actor, report),
          await links.recorded(actor, report),
        ];
        return { links: await views.links(listed), recorded };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/links',
      summary: 'Make a secret link; its token is told this once',
      policy: 'checked-by-domain',
      body: ReportLinkInput,
      answer: { json: NewReportLink },
      async handle({ actor, params, body }) {
        const { link, token } = await links.create(actor, reportNumber(params.report), body);
        const [shown] = await views.links([link]);
        if (shown === undefined) throw notFound('This link');
        return { ...shown, token };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/reports/{report}/links/{link}',
      summary: 'Revoke a secret link; it stays in the list',
      policy: 'checked-by-domain',
      answer: 'nothing',
      handle: ({ actor, params }) => links.revoke(actor, reportNumber(params.report), params.link),
    }),
  ];
}
