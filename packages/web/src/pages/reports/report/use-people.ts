import type { ReportDetail, ReportThread } from '@runloom/model';
import { useMemo } from 'react';
import { useRunTexts } from '../../../data/run-table.ts';
import type { Editing } from '../editor/collaboration.ts';

/** People who can be mentioned: who made it, who speaks of it, who is here, and who has runs in the project. */
export function usePeople(
  detail: ReportDetail,
  threads: readonly ReportThread[],
  others: readonly Editing[],
): readonly string[] {
  const { entityName, projectName, createdBy } = detail;
  const authors = useRunTexts(entityName, projectName, 'user', '', true).data?.texts;
  return useMemo(() => {
    const names = [
      createdBy,
      ...others.map(({ name }) => name),
      ...threads.flatMap(({ comments }) => comments.map(({ author }) => author)),
      ...(authors ?? []),
    ];
    return [...new Set(names.filter((name) => name !== null))];
  }, [createdBy, others, threads, authors]);
}
