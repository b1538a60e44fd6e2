import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Only what stands on the page first: all of it is read and checked again by who goes on from there. */
const Head = z.object({
  title: z.string(),
  description: z.string(),
  createdBy: z.string().nullable(),
  may: z.object({ write: z.boolean() }),
});
const Text = z.object({ document: z.object({ content: z.array(z.unknown()) }) });

export interface ReportStart {
  readonly head: z.infer<typeof Head> | undefined;
  /** Blocks of the text, as they come. */
  readonly blocks: readonly unknown[] | undefined;
  /** Nothing more comes: it is there, or can't be read. */
  readonly isSettled: boolean;
}

/** What a report begins with, by two small requests that wait for nothing else. Not kept: the text changes. */
export function useReportStart(report: string): ReportStart {
  const path = apiPath('reports', report);
  const shared = { gcTime: 0, retry: false } as const;
  const head = useQuery({
    ...shared,
    queryKey: queryKeys.reportPart(report, 'first-head'),
    queryFn: ({ signal }) => requestApi(Head, path, { signal }),
  });
  const text = useQuery({
    ...shared,
    queryKey: queryKeys.reportPart(report, 'first-text'),
    queryFn: ({ signal }) => requestApi(Text, `${path}/document`, { signal }),
  });
  return {
    head: head.data,
    blocks: text.data?.document.content,
    isSettled: !head.isPending && !text.isPending,
  };
}
