import type { RunDetail, RunList, RunView } from '@runloom/model';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

export type RunPages = InfiniteData<RunList, string | null>;

/**
 * Puts a run that a live event told of into every cached answer that holds it. A run that no page
 * holds is new: lists are newest first, so it goes to the top.
 */
export function applyRun(
  queryClient: QueryClient,
  entity: string,
  project: string,
  run: RunView,
): void {
  queryClient.setQueryData<RunPages>(queryKeys.runs(entity, project), (pages) =>
    pages === undefined ? undefined : putRun(pages, run),
  );
  queryClient.setQueryData<RunDetail>(queryKeys.runDetail(entity, project, run.name), (detail) =>
    detail === undefined ? undefined : { ...detail, ...run },
  );
}

/** The same list with the run replaced, or added in its place by creation time. Other pages stay the same objects. */
function putRun(data: RunPages, run: RunView): RunPages {
  const replaced = replaceRun(data, run);
  if (replaced !== null) return replaced;
  const [first, ...rest] = data.pages;
  if (first === undefined) return data;
  const totalCount = first.totalCount + 1;
  // Older than all that is loaded: its page will bring it.
  const oldest = data.pages.at(-1)?.runs.at(-1);
  const isBeyond =
    oldest !== undefined && run.createdAt < oldest.createdAt && data.pages.at(-1)?.nextCursor;
  if (isBeyond) return { ...data, pages: [{ ...first, totalCount }, ...rest] };
  const at = first.runs.findIndex(({ createdAt }) => createdAt <= run.createdAt);
  const runs = first.runs.toSpliced(at < 0 ? first.runs.length : at, 0, run);
  return { ...data, pages: [{ ...first, runs, totalCount }, ...rest] };
}

/** The same list with the run replaced; null when it doesn't hold it. */
function replaceRun(data: RunPages, run: RunView): RunPages | null {
  const holds = (page: RunList): boolean => page.runs.some(({ name }) => name === run.name);
  if (!data.pages.some(holds)) return null;
  const pages = data.pages.map((page) =>
    holds(page)
      ? { ...page, runs: page.runs.map((old) => (old.name === run.name ? run : old)) }
      : page,
  );
  return { ...data, pages };
}
