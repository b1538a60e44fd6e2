import { type CodeFile, RunCode } from '@runloom/model';
import type { RunFile } from '../../domains/files/index.ts';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** More than a reader would compare. */
const MOST_FILES = 5_000;
const MOST_ARTIFACTS = 200;
const PAGE = 1_000;
const PATCH = /^(?:diff|upstream_diff_[0-9a-f]+)\.patch$/;

/** What a run keeps of its code: what the client saved with it, and artifacts of `log_code`. */
export function runCodeRoutes(deps: ApiDeps): ApiRoute[] {
  const { files, artifacts } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/code',
      summary: 'Files of a run’s code: saved with it, uncommitted changes, and artifacts of code',
      policy: 'checked-by-domain',
      answer: { json: RunCode },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        const found: CodeFile[] = [];
        let page = await files.list(run, { first: PAGE });
        for (;;) {
          for (const file of page.files) {
            const kind = file.name.startsWith('code/') ? 'code' : PATCH.test(file.name) && 'patch';
            if (kind) found.push(codeFile(file, kind));
          }
          if (page.nextCursor === null || found.length >= MOST_FILES) break;
          page = await files.list(run, { first: PAGE, after: page.nextCursor });
        }
        const made = await artifacts.ofRun(actor, run, 'output', {
          first: MOST_ARTIFACTS,
          after: null,
        });
        let isCut = page.nextCursor !== null;
        for (const version of made.versions.filter(({ typeName }) => typeName === 'code')) {
          const room = MOST_FILES - found.length;
          if (room <= 0) break;
          const listed = await artifacts.listEntries(version, { filesOnly: true, first: room });
          isCut ||= listed.nextCursor !== null;
          for (const entry of listed.entries) {
            const url = artifacts.downloadPath(version, entry);
            // What only refers to a place elsewhere is never fetched from there.
            if (url === null) continue;
            found.push({
              path: entry.path,
              kind: 'code',
              artifact: `${version.collectionName}:v${version.index}`,
              sizeBytes: entry.sizeBytes,
              digest: entry.digest,
              url,
            });
          }
        }
        return { files: found, isCut: isCut || found.length >= MOST_FILES };
      },
    }),
  ];

  function codeFile(file: RunFile, kind: CodeFile['kind']): CodeFile {
    const { name, sizeBytes, md5 } = file;
    return {
      path: kind === 'code' ? name.slice('code/'.length) : name,
      kind,
      artifact: null,
      sizeBytes,
      digest: md5,
      url: files.createDownload(file),
    };
  }
}
