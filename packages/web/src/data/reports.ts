import {
  NewReportLink,
  type ReportChange,
  type ReportCommentChange,
  type ReportCommentInput,
  ReportDetail,
  ReportFileView,
  type ReportInput,
  type ReportLinkInput,
  ReportLinkList,
  ReportList,
  ReportThreadList,
  ReportVersionDetail,
  ReportVersionList,
} from '@runloom/model';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  apiAddress,
  apiPath,
  commandApi,
  type ProjectPlace,
  projectPath,
  requestApi,
} from './client.ts';
import { queryKeys } from './query-keys.ts';

/** The path of a report, or of what belongs to it. */
export const reportPathOf = (report: string, ...rest: readonly (string | number)[]): string =>
  apiPath('reports', report, ...rest);

/** Reports of a project, those that changed last first; more are read as they come into view. */
export function useReports({ entity, project }: ProjectPlace, search: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.reports(entity, project, search),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      requestApi(ReportList, projectPath({ entity, project }, 'reports'), {
        query: { query: search || undefined, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: ({ cursor }) => cursor,
  });
}

export function useReport(report: string) {
  return useQuery({
    queryKey: queryKeys.report(report),
    queryFn: ({ signal }) => requestApi(ReportDetail, reportPathOf(report), { signal }),
  });
}

export function useCreateReport({ entity, project }: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof ReportInput>) =>
      requestApi(ReportDetail, projectPath({ entity, project }, 'reports'), {
        method: 'POST',
        body,
      }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.reports(entity, project) }),
  });
}

export function useChangeReport(report: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof ReportChange>) =>
      requestApi(ReportDetail, reportPathOf(report), { method: 'PATCH', body }),
    onSuccess: (detail) => {
      queryClient.setQueryData(queryKeys.report(report), detail);
      void queryClient.invalidateQueries({
        queryKey: queryKeys.reports(detail.entityName, detail.projectName),
      });
    },
  });
}

export function useDeleteReport({ entity, project }: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (report: string) => commandApi(reportPathOf(report), { method: 'DELETE' }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.reports(entity, project) }),
  });
}

/** Comments are read again now and then: others write them, too. */
const COMMENTS_INTERVAL_MS = 5_000;

export function useThreads(report: string) {
  return useQuery({
    queryKey: queryKeys.reportPart(report, 'comments'),
    queryFn: async ({ signal }) =>
      (await requestApi(ReportThreadList, reportPathOf(report, 'comments'), { signal })).threads,
    refetchInterval: COMMENTS_INTERVAL_MS,
  });
}

/** Sends something of a report; that part of it is then read again. */
function usePartChange<Input, Output>(
  report: string,
  part: 'comments' | 'versions' | 'links',
  send: (input: Input) => Promise<Output>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.reportPart(report, part) }),
  });
}

/** Writes, changes and removes comments; the threads are then read again. */
export function useCommentActions(report: string) {
  const pathOf = (...rest: readonly string[]) => reportPathOf(report, 'comments', ...rest);
  return {
    add: usePartChange(report, 'comments', (body: z.input<typeof ReportCommentInput>) =>
      commandApi(pathOf(), { method: 'POST', body }),
    ),
    change: usePartChange(
      report,
      'comments',
      ({ id, ...body }: z.input<typeof ReportCommentChange> & { readonly id: string }) =>
        commandApi(pathOf(id), { method: 'PATCH', body }),
    ),
    remove: usePartChange(report, 'comments', (id: string) =>
      commandApi(pathOf(id), { method: 'DELETE' }),
    ),
  };
}

export function useReportVersions(report: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.reportPart(report, 'versions'),
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      requestApi(ReportVersionList, reportPathOf(report, 'versions'), {
        query: { before: pageParam || undefined },
        signal,
      }),
    getNextPageParam: ({ versions, hasMore }) => (hasMore ? versions.at(-1)?.number : undefined),
    staleTime: 0,
  });
}

/** One version's text; the first is 1, and nothing is asked for before it. */
export function useReportVersion(report: string, number: number) {
  return useQuery({
    queryKey: queryKeys.reportPart(report, 'version', String(number)),
    queryFn: ({ signal }) =>
      requestApi(ReportVersionDetail, reportPathOf(report, 'versions', number), { signal }),
    enabled: number > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Gives what the report says now a name. */
export const useNameVersion = (report: string) =>
  usePartChange(report, 'versions', (name: string) =>
    commandApi(reportPathOf(report, 'versions'), { method: 'POST', body: { name } }),
  );

export const useRestoreVersion = (report: string) =>
  usePartChange(report, 'versions', (number: number) =>
    commandApi(reportPathOf(report, 'versions', number, 'restore'), { method: 'POST' }),
  );

export function useReportLinks(report: string) {
  return useQuery({
    queryKey: queryKeys.reportPart(report, 'links'),
    queryFn: ({ signal }) => requestApi(ReportLinkList, reportPathOf(report, 'links'), { signal }),
    staleTime: 0,
  });
}

export function useLinkActions(report: string) {
  return {
    create: usePartChange(report, 'links', (body: z.input<typeof ReportLinkInput>) =>
      requestApi(NewReportLink, reportPathOf(report, 'links'), { method: 'POST', body }),
    ),
    revoke: usePartChange(report, 'links', (link: string) =>
      commandApi(reportPathOf(report, 'links', link), { method: 'DELETE' }),
    ),
  };
}

/** Puts a file into a report. @throws RequestError */
export function uploadReportFile(report: string, file: File): Promise<ReportFileView> {
  return requestApi(ReportFileView, reportPathOf(report, 'files'), {
    method: 'POST',
    query: { name: file.name || 'file' },
    body: file,
  });
}

export const reportFileAddress = (report: string, file: string): string =>
  apiAddress(reportPathOf(report, 'files', file));
