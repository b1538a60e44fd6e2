import { FileList, type FileView } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, RequestError, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { readStart } from './read-start.ts';

/** Where a run is. */
export interface RunAddress {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

/** The addresses of files are good for 15 minutes; the list is read again before they end. */
const LINK_REFRESH_MS = 10 * 60_000;

/** Files of a run, each with an address that this browser can read it from. */
export function useFiles(entity: string, project: string, run: string) {
  return useQuery({
    queryKey: queryKeys.files(entity, project, run),
    queryFn: ({ signal }) =>
      requestApi(FileList, apiPath('runs', entity, project, run, 'files'), { signal }),
    refetchInterval: LINK_REFRESH_MS,
  });
}

/** The first bytes of a file as text. `isWhole` is false when there is more. */
export function useFileText(
  address: RunAddress,
  file: FileView,
  options: { readonly maxBytes: number; readonly enabled: boolean },
) {
  const { entity, project, run } = address;
  return useQuery({
    queryKey: [
      ...queryKeys.run(entity, project, run),
      'file-text',
      file.name,
      file.updatedAt,
      file.sizeBytes,
    ] as const,
    queryFn: async ({ signal }) => {
      const response = await fetch(file.url, { signal, credentials: 'same-origin' });
      if (!response.ok) {
        throw new RequestError('internal', `The file could not be read (${response.status}).`, {
          status: response.status,
        });
      }
      return readStart(response, options.maxBytes);
    },
    enabled: options.enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
