import { type AuditFilter, AuditPage, AuditReportView } from '@runloom/model';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { apiAddress, apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

const ENTRIES_AT_ONCE = 100;

/** Entries of the audit log, newest first, page by page. */
export function useAuditLog(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.auditLog(JSON.stringify(filter)),
    queryFn: ({ signal, pageParam }) =>
      requestApi(AuditPage, apiPath('audit'), {
        query: { ...filter, limit: ENTRIES_AT_ONCE, before: pageParam },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Lets the server walk through the whole chain. */
export function useVerifyAudit() {
  return useMutation({
    mutationFn: () =>
      requestApi(AuditReportView, apiPath('audit', 'verification'), { method: 'POST', body: {} }),
  });
}

/** A file of all entries of the filter. */
export const auditExportAddress = (filter: AuditFilter, format: 'jsonl' | 'csv'): string =>
  apiAddress(apiPath('audit', 'export'), { ...filter, format });
