import { type ExactJson, type FileView, parseExactJson } from '@runloom/model';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { RequestError } from './client.ts';
import type { RunAddress } from './files.ts';
import { queryKeys } from './query-keys.ts';

/** Large files are let go soon after nobody looks at them. */
const KEPT_MS = 60_000;

/**
 * Files of JSON, whole and with every number as it was, each read into what `read` makes of it.
 * `data` is null until all are there.
 * @param read a function that stays the same
 */
export function useJsonFiles<Value>(
  { entity, project, run }: RunAddress,
  files: readonly FileView[],
  read: (json: ExactJson) => Value,
) {
  const { data, error, retry } = useQueries({
    queries: files.map((file) => ({
      queryKey: [
        ...queryKeys.run(entity, project, run),
        'json-file',
        file.name,
        file.updatedAt,
      ] as const,
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        value: read(await readJson(file, signal)),
      }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: KEPT_MS,
      // Comparing two hundred thousand rows with themselves would take longer than reading them.
      structuralSharing: false as const,
    })),
    combine: (results) => ({
      data: results.map((result) => result.data),
      error: results.find((result) => result.error !== null)?.error ?? null,
      retry: () => {
        for (const result of results) if (result.isError) void result.refetch();
      },
    }),
  });
  const whole = useMemo(() => {
    const found = data.filter((one) => one !== undefined);
    return found.length === data.length ? found.map(({ value }) => value) : null;
  }, [data]);
  return { data: whole, error, retry };
}

async function readJson(file: FileView, signal: AbortSignal): Promise<ExactJson> {
  const response = await fetch(file.url, { signal, credentials: 'same-origin' });
  if (!response.ok) {
    throw new RequestError('internal', `The file could not be read (${response.status}).`, {
      status: response.status,
    });
  }
  try {
    return parseExactJson(await response.text());
  } catch (error) {
    throw new RequestError('unreadable', 'The file is not valid JSON.', { cause: error });
  }
}
