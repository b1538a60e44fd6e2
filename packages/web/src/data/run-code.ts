import { type CodeFile, RunCode } from '@runloom/model';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath, RequestError, requestApi } from './client.ts';
import type { RunAddress } from './files.ts';
import { queryKeys } from './query-keys.ts';
import { readStart } from './read-start.ts';

/** The addresses of files are good for 15 minutes. */
const LINK_REFRESH_MS = 10 * 60_000;
/** Larger files are no source code. */
const MOST_BYTES = 1_000_000;

/** What each of some runs keeps of its code; undefined while it is loaded. */
export function useRunCodes(addresses: readonly RunAddress[]) {
  return useQueries({
    queries: addresses.map(({ entity, project, run }) => ({
      queryKey: [...queryKeys.files(entity, project, run), 'code'] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        requestApi(RunCode, apiPath('runs', entity, project, run, 'code'), { signal }),
      staleTime: LINK_REFRESH_MS,
      refetchInterval: LINK_REFRESH_MS,
    })),
    combine: combined,
  });
}

/** The texts of files, each kept by its content; null stands for a run that has no such file. */
export function useCodeTexts(files: readonly (CodeFile | null)[]) {
  const result = useQueries({
    queries: files.map((file) => ({
      queryKey: ['code-text', file?.digest ?? '', file?.sizeBytes ?? 0] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        file === null ? Promise.resolve(null) : readText(file, signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: combined,
  });
  return useMemo(() => result, [result]);
}

function combined<Data>(
  results: readonly {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  }[],
) {
  return {
    data: results.map(({ data }) => data),
    error: results.find(({ error, data }) => error !== null && data === undefined)?.error ?? null,
    retry: () => {
      for (const { error, refetch } of results) if (error !== null) void refetch();
    },
  };
}

async function readText(file: CodeFile, signal: AbortSignal) {
  const response = await fetch(file.url, { signal, credentials: 'same-origin' });
  if (!response.ok) {
    throw new RequestError('internal', `The file could not be read (${response.status}).`, {
      status: response.status,
    });
  }
  return readStart(response, MOST_BYTES);
}
