import { EvidenceCheck, EvidenceInput, EvidenceRecorded, EvidenceTape } from '@runloom/model';
import type { ReportDomain } from '../../../domains/reports/index.ts';
import { API_PREFIX, type ApiRoute, defineRoute } from '../route.ts';
import { reportNumber } from './address.ts';
import { askAs } from './ask-evidence.ts';
import { sendFile } from './file-routes.ts';
import type { FindShownFiles } from './shown-files.ts';

const RECORD_LIMIT_BYTES = 16 * 1024 * 1024;

/** What blocks of a report showed at a moment. */
export function evidenceRoutes(
  { evidence }: Pick<ReportDomain, 'evidence'>,
  findFiles: FindShownFiles,
): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/evidence',
      summary:
        'Record what a block shows: the server asks, with your rights, and keeps the answers',
      policy: 'checked-by-domain',
      body: EvidenceInput,
      bodyLimitBytes: RECORD_LIMIT_BYTES,
      answer: { json: EvidenceRecorded },
      handle: ({ actor, params, body, request }) =>
        evidence.record(actor, reportNumber(params.report), body, askAs(request, findFiles)),
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/evidence/{digest}',
      summary: 'A recording: every request with its answer',
      policy: 'checked-by-domain',
      answer: { json: EvidenceTape },
      handle: ({ actor, params }) =>
        evidence.read(
          actor,
          reportNumber(params.report),
          params.digest,
          (file) =>
            `${API_PREFIX}/reports/${params.report}/evidence/${params.digest}/files/${file}`,
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/evidence/{digest}/files/{file}',
      summary: 'A file that a recording names, as it was when it was recorded',
      policy: 'checked-by-domain',
      answer: { media: 'application/octet-stream' },
      async handle({ actor, params, request, reply }) {
        const { digest, file } = params;
        const found = await evidence.file(actor, reportNumber(params.report), digest, file);
        return sendFile(found, request, reply);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/evidence/{digest}/check',
      summary: 'Ask again what was recorded, with your rights, and say what moved and what is gone',
      policy: 'checked-by-domain',
      answer: { json: EvidenceCheck },
      handle: ({ actor, params, request }) =>
        evidence.check(
          actor,
          reportNumber(params.report),
          params.digest,
          askAs(request, findFiles),
        ),
    }),
  ];
}
