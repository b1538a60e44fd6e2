import {
  EvidenceCheck,
  EvidenceRecorded,
  type EvidenceRequest,
  EvidenceTape,
} from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { reportPathOf } from './reports.ts';
import { playTape } from './sources/tape.ts';

/** Has the server ask these and keep the answers. @throws RequestError */
export function recordEvidence(
  report: string,
  body: { readonly block: string; readonly requests: readonly EvidenceRequest[] },
): Promise<z.output<typeof EvidenceRecorded>> {
  return requestApi(EvidenceRecorded, reportPathOf(report, 'evidence'), { method: 'POST', body });
}

/** Plays what was recorded under a digest; it never changes. Null asks for none. */
export function useTape(report: string, digest: string | null) {
  return useQuery({
    queryKey: queryKeys.reportPart(report, 'evidence', digest ?? ''),
    queryFn: ({ signal }) =>
      requestApi(EvidenceTape, reportPathOf(report, 'evidence', digest ?? ''), { signal }),
    enabled: digest !== null,
    select: playTape,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether the data that was recorded is still the same. */
export function useEvidenceCheck(report: string, digest: string | null) {
  return useQuery({
    queryKey: queryKeys.reportPart(report, 'check', digest ?? ''),
    queryFn: ({ signal }) =>
      requestApi(EvidenceCheck, reportPathOf(report, 'evidence', digest ?? '', 'check'), {
        method: 'POST',
        signal,
      }),
    enabled: digest !== null,
    staleTime: 60_000,
    retry: false,
  });
}
