import {
  NewReportLink,
  ReportDetail,
  type ReportDocument,
  type ReportHead,
  type ReportLinkInput,
} from '@runloom/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { commandApi, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { reportPathOf } from './reports.ts';

interface PanelShare {
  readonly title: string;
  readonly document: ReportDocument;
  readonly frameOrigins: readonly string[];
  readonly link: z.input<typeof ReportLinkInput>;
  /** Has what the document draws recorded. */
  readonly record: (report: string) => Promise<void>;
}

/** Makes a private report of its own for what is shared, and a secret link to it. */
export function useSharePanel(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ title, document, frameOrigins, link, record }: PanelShare) => {
      const report = await requestApi(ReportDetail, projectPath(place, 'reports'), {
        method: 'POST',
        body: { title, document, isDraft: false, visibility: 'private' },
      });
      try {
        if (frameOrigins.length > 0) {
          const body = { frameOrigins };
          await requestApi(ReportDetail, reportPathOf(report.id), { method: 'PATCH', body });
        }
        await record(report.id);
        const body = { name: title, ...link };
        const { token } = await requestApi(NewReportLink, reportPathOf(report.id, 'links'), {
          method: 'POST',
          body,
        });
        return { report: report as Pick<ReportHead, 'id' | 'title'>, token };
      } catch (error) {
        // A report that nobody asked for must not stay behind.
        await commandApi(reportPathOf(report.id), { method: 'DELETE' }).catch(() => undefined);
        throw error;
      }
    },
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.reports(place.entity, place.project) }),
  });
}
