import { EvidenceTape, SharedReport } from '@runloom/model';
import type { Accounts, UserActor } from '../../../domains/accounts/index.ts';
import type { ReportDomain } from '../../../domains/reports/index.ts';
import type { Errands } from '../../../platform/http/index.ts';
import { API_PREFIX, type ApiRoute, defineRoute } from '../route.ts';
import { askOnErrands } from './ask-evidence.ts';
import { sendFile } from './file-routes.ts';
import type { FindShownFiles } from './shown-files.ts';

/** What a secret link shows. Credentials are not looked at: the token is all there is. */
export function sharedRoutes(
  { links }: Pick<ReportDomain, 'links'>,
  { usernames }: Pick<Accounts, 'usernames'>,
  errands: Errands<UserActor>,
  findFiles: FindShownFiles,
): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/shared/{token}',
      summary:
        'A report by a secret link: its text, and which recordings its blocks are drawn from',
      policy: 'signed-token',
      answer: { json: SharedReport },
      async handle({ params, request }) {
        const { report, project, document, tapes, live } = await links.open(
          params.token,
          askOnErrands(request, errands, findFiles),
        );
        const names = await usernames([report.createdBy]);
        return {
          title: report.title,
          description: report.description,
          entityName: project.entityName,
          projectName: project.name,
          authors: [...names.values()],
          updatedAt: report.updatedAt,
          document,
          tapes: tapes.map(({ block, digest, recordedAt }) => ({ block, digest, recordedAt })),
          live,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/shared/{token}/files/{file}',
      summary: 'A picture or film that the report of a secret link shows',
      policy: 'signed-token',
      answer: { media: 'application/octet-stream' },
      handle: async ({ params, request, reply }) =>
        sendFile(await links.file(params.token, params.file), request, reply),
    }),
    defineRoute({
      method: 'GET',
      path: '/shared/{token}/evidence/{digest}',
      summary: 'A recording that a block of the report of a secret link is drawn from',
      policy: 'signed-token',
      answer: { json: EvidenceTape },
      handle: ({ params: { token, digest } }) =>
        links.tape(
          token,
          digest,
          (file) => `${API_PREFIX}/shared/${token}/evidence/${digest}/files/${file}`,
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/shared/{token}/evidence/{digest}/files/{file}',
      summary: 'A file that such a recording names, as it was when it was recorded',
      policy: 'signed-token',
      answer: { media: 'application/octet-stream' },
      handle: async ({ params: { token, digest, file }, request, reply }) =>
        sendFile(await links.tapeFile(token, digest, file), request, reply),
    }),
  ];
}
