import type { Run } from '../../../domains/runs/index.ts';
import type { Resolver, RunSource } from './context.ts';

/**
 * The history as a file, for clients that prefer one. Without a file they are told that all of it is
 * live, from its first step on: `scan_history` then reads rows from `history`, page by page, and
 * `download_history_exports` says that the run was not exported yet. Never part of it in a file: a
 * page that reaches over the end of the file would hold rows of both.
 */
const parquetHistory: Resolver<RunSource> = async ({ run, project }, _args, context) => {
  const { deps, actor, announcedScans, baseUrl } = context;
  const address = [project.entityName, project.name, run.name];
  const file = announcedScans.take(actor, run)
    ? await deps.historyExports.forScan(run, address)
    : await deps.historyExports.forDownload(run);
  if (file !== null) return { parquetUrls: [`${baseUrl}${file.path}`], liveData: [] };
  return { parquetUrls: [], liveData: liveSteps(run) };
};

const liveSteps = ({ firstStep }: Run): readonly { readonly _step: number }[] =>
  firstStep === null ? [] : [{ _step: firstStep }];

export const parquetHistoryResolvers = { Run: { parquetHistory } };
