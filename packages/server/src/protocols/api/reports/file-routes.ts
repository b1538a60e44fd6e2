import { Readable } from 'node:stream';
import { ReportFileQuery, ReportFileView } from '@runloom/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenedFile, ReportDomain } from '../../../domains/reports/index.ts';
import { sendDownload } from '../../wandb/transfers/send.ts';
import { type ApiRoute, defineRoute, fileOf } from '../route.ts';
import { reportNumber } from './address.ts';

/** A little more than a file may have, so that who sends too much is told what the limit is. */
const FILE_LIMIT_BYTES = 300 * 1024 * 1024;

/** Pictures and films of a report. */
export function fileRoutes({ files }: Pick<ReportDomain, 'files'>): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/reports/{report}/files',
      summary: 'Add a picture or film to a report; the body is the file',
      policy: 'checked-by-domain',
      query: ReportFileQuery,
      takesFile: true,
      bodyLimitBytes: FILE_LIMIT_BYTES,
      answer: { json: ReportFileView },
      async handle({ actor, params, query, request }) {
        const body = Readable.from(fileOf(request));
        const file = await files.add(actor, reportNumber(params.report), query.name, body);
        const { id, name, contentType, sizeBytes } = file;
        return { file: id, name, contentType, sizeBytes };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/reports/{report}/files/{file}',
      summary: 'The bytes of a picture or film, or a range of them',
      policy: 'checked-by-domain',
      answer: { media: 'application/octet-stream' },
      async handle({ actor, params, request, reply }) {
        const file = await files.find(actor, reportNumber(params.report), params.file);
        return sendFile(file, request, reply);
      },
    }),
  ];
}

export function sendFile(
  file: OpenedFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return sendDownload({ ...file, mimeType: file.contentType }, request, reply);
}
