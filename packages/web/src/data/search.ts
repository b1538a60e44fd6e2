import { MAX_SEARCH_TEXT, SearchAnswer, type SearchKind } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** What the text means, of all that the reader may see. While the next answer comes, the last one stays. */
export function useSearchAnswer(
  text: string,
  {
    kinds = [],
    within = '',
    limit,
  }: {
    readonly kinds?: readonly SearchKind[];
    /** `entity` or `entity/project`. */
    readonly within?: string;
    /** Of each kind. */
    readonly limit: number;
  },
) {
  const q = text.trim().slice(0, MAX_SEARCH_TEXT);
  const query = {
    q,
    limit,
    kinds: kinds.length === 0 ? undefined : kinds.join(','),
    in: within === '' ? undefined : within,
  };
  return useQuery({
    queryKey: queryKeys.search(JSON.stringify(query)),
    queryFn: ({ signal }) => requestApi(SearchAnswer, apiPath('search'), { query, signal }),
    enabled: q !== '',
    placeholderData: (previous) => (q === '' ? undefined : previous),
    staleTime: 0,
    gcTime: 60_000,
  });
}
