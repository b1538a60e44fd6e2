import {
  ReportChange,
  ReportDetail,
  ReportDocumentAnswer,
  ReportGalleryQuery,
  ReportInput,
  ReportList,
  ReportListQuery,
  reportIdOf,
} from '@runloom/model';
import { documentToMarkdown } from '@runloom/model/report-markdown';
import type { ReportDomain } from '../../../domains/reports/index.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { reportNumber } from './address.ts';
import { createMarkdownReader } from './read-markdown.ts';
import type { ReportViews } from './report-view.ts';

/** Documents hold the specs of many panels. */
const DOCUMENT_LIMIT_BYTES = 17 * 1024 * 1024;

/** Reports of projects, and one report with its text. */
export function reportRoutes(
  { reports }: Pick<ReportDomain, 'reports'>,
  views: ReportViews,
): ApiRoute[] {
  const readMarkdown = createMarkdownReader();
  return [
    defineRoute({
      method: 'GET',
      path: '/reports',
      summary: 'Reports of all projects that you may see, or of one owner’s, latest change first',
      policy: 'checked-by-domain',
      query: ReportGalleryQuery,
      answer: { json: ReportList },
      async handle({ actor, query: { entity, query, cursor, limit } }) {
        const found = await reports.listAll(actor, entity ?? null, { text: query, cursor, limit });
        return { reports: await views.list(found.reports), cursor: found.cursor };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/reports',
      summary: 'Reports of a project, latest change first; `query` searches titles and texts',
      policy: 'checked-by-domain',
      query: ReportListQuery,
      answer: { json: ReportList },
      async handle({ actor, params, query: { query, cursor, limit } }) {
        const address = { entityName: params.entity, projectName: params.project };
        const found = await reports.list(actor, address, { text: query, cursor, limit });
        return { reports: await views.list(found.reports), cursor: found.cursor };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/reports',
      summary: 'Make a report',
      policy: 'checked-by-domain',
      body: ReportInput,
      bodyLimitBytes: DOCUMENT_LIMIT_BYTES,
      answer: { json: ReportDetail },
      async handle({ actor, params, body, request }) {
        const address = { entityName: params.entity, projectName: params.project };
        const document = body.document ?? (await readMarkdown(body.markdown));
        const made = await reports.create(actor, address, { ...body, document });
        request.trail.subject = reportIdOf(made.report.id);
        return views.detail(made);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/markdown',
      summary: 'The text of a report as Markdown; evidence as links to its pages',
      policy: 'checked-by-domain',
      answer: { media: 'text/markdown; charset=utf-8' },
      async handle({ actor, params, request, reply }) {
        const id = reportNumber(params.report);
        const { document, report } = await reports.document(actor, id);
        const origin = `${request.protocol}://${request.host}`;
        reply.type('text/markdown; charset=utf-8');
        return documentToMarkdown(document, {
          title: report.title,
          addressOf: (path) => `${origin}${path}`,
          fileAddress: (file) => `${origin}/api/v1/reports/${params.report}/files/${file}`,
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}',
      summary: 'What is known of a report, without its text',
      policy: 'checked-by-domain',
      answer: { json: ReportDetail },
      handle: async ({ actor, params }) =>
        views.detail(await reports.get(actor, reportNumber(params.report))),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/reports/{report}',
      summary:
        'Change a report; a document takes the place of its text, also in editors that are open',
      policy: 'checked-by-domain',
      body: ReportChange,
      bodyLimitBytes: DOCUMENT_LIMIT_BYTES,
      answer: { json: ReportDetail },
      handle: async ({ actor, params, body }) =>
        views.detail(await reports.change(actor, reportNumber(params.report), body)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/reports/{report}',
      summary: 'Remove a report for good, with versions, comments, files, links and recordings',
      policy: 'checked-by-domain',
      answer: 'nothing',
      handle: ({ actor, params }) => reports.remove(actor, reportNumber(params.report)),
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/document',
      summary: 'The text of a report, as ProseMirror writes documents',
      policy: 'checked-by-domain',
      answer: { json: ReportDocumentAnswer },
      async handle({ actor, params }) {
        const { document, report } = await reports.document(actor, reportNumber(params.report));
        return { document, updatedAt: report.updatedAt };
      },
    }),
  ];
}

/** @throws RunloomError('invalid') for Markdown that can't be read */
