import { EvidenceTape, SharedReport } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiAddress, apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** What a secret link shows. Nothing else of the server is asked. */
export function useSharedReport(token: string) {
  return useQuery({
    queryKey: queryKeys.sharedReport(token),
    queryFn: ({ signal }) => requestApi(SharedReport, apiPath('shared', token), { signal }),
    retry: false,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => nextLook(state.data),
  });
}

/** When to look whether there is a newer recording, ms; never where they don't move. */
function nextLook(shared: SharedReport | undefined): number | false {
  if (!shared?.live) return false;
  return shared.live.isRenewing ? 2_000 : 60_000;
}

/** What a block of it is drawn from. @throws RequestError */
export function readSharedTape(token: string, digest: string): Promise<EvidenceTape> {
  return requestApi(EvidenceTape, apiPath('shared', token, 'evidence', digest));
}

export const sharedFileAddress = (token: string, file: string): string =>
  apiAddress(apiPath('shared', token, 'files', file));
