import { FileList } from '@runloom/model';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** More than a page can show; `totalCount` says how many there are. */
const MAX_FILES = 10_000;
const FILES_PER_READ = 1000;

/** Files of a run, each with an address that serves its bytes for a while. */
export function fileRoutes(deps: ApiDeps): ApiRoute[] {
  const { files } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/files',
      summary: 'Files of a run, by name',
      policy: 'checked-by-domain',
      answer: { json: FileList },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        const listed: FileList['files'] = [];
        let page = await files.list(run, { first: FILES_PER_READ });
        for (;;) {
          for (const file of page.files) {
            const { name, sizeBytes, mimeType, updatedAt } = file;
            listed.push({ name, sizeBytes, mimeType, updatedAt, url: files.createDownload(file) });
          }
          if (page.nextCursor === null || listed.length >= MAX_FILES) break;
          page = await files.list(run, { first: FILES_PER_READ, after: page.nextCursor });
        }
        return { files: listed, totalCount: page.totalCount };
      },
    }),
  ];
}
