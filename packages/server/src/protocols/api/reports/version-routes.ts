import {
  ReportVersion,
  ReportVersionDetail,
  ReportVersionInput,
  ReportVersionList,
  ReportVersionsQuery,
} from '@runloom/model';
import type { ReportDomain, ReportVersion as Version } from '../../../domains/reports/index.ts';
import { notFound } from '../../../platform/errors.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { reportNumber } from './address.ts';
import type { ReportViews } from './report-view.ts';

/** Versions of a report's text. */
export function versionRoutes(
  { reports }: Pick<ReportDomain, 'reports'>,
  views: ReportViews,
): ApiRoute[] {
  const shown = async (version: Version) => {
    const [one] = await views.versions([version]);
    if (one === undefined) throw notFound('This version');
    return one;
  };

  return [
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/versions',
      summary: 'Versions of a report’s text, latest first',
      policy: 'checked-by-domain',
      query: ReportVersionsQuery,
      answer: { json: ReportVersionList },
      async handle({ actor, params, query }) {
        const found = await reports.versions(actor, reportNumber(params.report), query);
        return { versions: await views.versions(found.versions), hasMore: found.hasMore };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/versions',
      summary: 'Give the text as it is now a name, as a version',
      policy: 'checked-by-domain',
      body: ReportVersionInput,
      answer: { json: ReportVersion },
      handle: async ({ actor, params, body }) =>
        shown(await reports.nameVersion(actor, reportNumber(params.report), body.name)),
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/versions/{version}',
      summary: 'One version of a report with its text',
      policy: 'checked-by-domain',
      answer: { json: ReportVersionDetail },
      async handle({ actor, params }) {
        const number = versionNumber(params.version);
        const found = await reports.version(actor, reportNumber(params.report), number);
        const { version, title, document } = found;
        return { ...(await shown(version)), title, document };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/versions/{version}/restore',
      summary:
        'Bring the text of a version back, also in editors that are open; it becomes a new version',
      policy: 'checked-by-domain',
      answer: { json: ReportVersion },
      async handle({ actor, params }) {
        const number = versionNumber(params.version);
        return shown(await reports.restore(actor, reportNumber(params.report), number));
      },
    }),
  ];
}

function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound('This version');
  return Number(text);
}
