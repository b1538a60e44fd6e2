import { ConsoleLabels, ConsoleLines, type ConsoleLineView } from '@runloom/model';
import { type QueryClient, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiAddress, apiPath, RequestError, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { readStart } from './read-start.ts';

/** Lines come in pages of this many, so that any part of a long log is one request away. */
const LINES_PER_PAGE = 500;
/** As many matches as a person could step through. */
export const MOST_MATCHES = 10_000;

interface Address {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

const pageQuery = ({ entity, project, run }: Address, page: number) => ({
  queryKey: [...queryKeys.console(entity, project, run), 'page', page] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    requestApi(ConsoleLines, apiPath('runs', entity, project, run, 'console'), {
      query: { from: page * LINES_PER_PAGE, limit: LINES_PER_PAGE },
      signal,
    }),
  staleTime: Number.POSITIVE_INFINITY,
});

/**
 * The lines of the pages that are on screen.
 * @returns `lineAt(number)`: the line, null while it is loading, undefined when the run has none there
 */
export function useConsoleLines(address: Address, firstLine: number, lastLine: number) {
  const firstPage = Math.max(0, Math.floor(firstLine / LINES_PER_PAGE));
  const lastPage = Math.max(firstPage, Math.floor(Math.max(0, lastLine) / LINES_PER_PAGE));
  const pages = useMemo(
    () => Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index),
    [firstPage, lastPage],
  );
  return useQueries({
    queries: pages.map((page) => pageQuery(address, page)),
    combine: (results) => {
      const lines = new Map<number, ConsoleLineView>();
      const loaded = new Set<number>();
      let totalCount = 0;
      for (const [index, { data }] of results.entries()) {
        const page = pages[index];
        if (data === undefined || page === undefined) continue;
        loaded.add(page);
        totalCount = Math.max(totalCount, data.totalCount);
        for (const line of data.lines) {
          // A page ends where its number of lines does, also when numbers were left out.
          if (Math.floor(line.number / LINES_PER_PAGE) === page) lines.set(line.number, line);
        }
      }
      return {
        totalCount,
        error: results.find(({ error }) => error !== null)?.error ?? null,
        retry: () => {
          for (const result of results) if (result.isError) void result.refetch();
        },
        isPending: results.some(({ isPending }) => isPending),
        lineAt: (number: number): ConsoleLineView | null | undefined =>
          lines.get(number) ?? (loaded.has(Math.floor(number / LINES_PER_PAGE)) ? undefined : null),
      };
    },
  });
}

/** Which lines are looked for; what is empty or null does not matter. */
export interface ConsoleSearch {
  readonly text: string;
  /** The text is a pattern of RE2's grammar. */
  readonly isPattern: boolean;
  readonly level: ConsoleLineView['level'] | null;
  readonly label: string | null;
}

const searchQuery = ({ entity, project, run }: Address, wanted: ConsoleSearch) => ({
  queryKey: [...queryKeys.console(entity, project, run), 'search', wanted] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    requestApi(ConsoleLines, apiPath('runs', entity, project, run, 'console'), {
      query: {
        search: wanted.text || undefined,
        pattern: wanted.isPattern ? 'true' : undefined,
        level: wanted.level ?? undefined,
        label: wanted.label ?? undefined,
        limit: MOST_MATCHES,
      },
      signal,
    }),
});

/** Lines that pass the search, in order; nothing is asked while it wants all of them. */
export function useConsoleSearch(address: Address, wanted: ConsoleSearch) {
  const isAsked = wanted.text !== '' || wanted.level !== null || wanted.label !== null;
  return useQuery({
    ...searchQuery(address, wanted),
    enabled: isAsked,
    retry: false,
    placeholderData: (previous) => (isAsked ? previous : undefined),
  });
}

/** Words by which programs of all languages tell that something went wrong. */
const ERROR: ConsoleSearch = {
  text: '\\b(?:traceback|error|exception|fatal|panic|segmentation fault|killed|aborted|oom)\\b|\\w(?:Error|Exception)\\b',
  isPattern: true,
  level: null,
  label: null,
};

/** Asks once for the numbers of all lines that tell of an error. */
export function useErrorLines(address: Address): () => Promise<readonly number[]> {
  const queryClient = useQueryClient();
  return async () => {
    const { lines } = await queryClient.fetchQuery(searchQuery(address, ERROR));
    return lines.map(({ number }) => number);
  };
}

/** Labels by which the processes of a shared run are told apart; empty while they are loaded. */
export function useConsoleLabels({ entity, project, run }: Address) {
  const { data } = useQuery({
    queryKey: [...queryKeys.console(entity, project, run), 'labels'] as const,
    queryFn: ({ signal }) =>
      requestApi(ConsoleLabels, apiPath('runs', entity, project, run, 'console', 'labels'), {
        signal,
      }),
    // New processes are rare, lines are not.
    staleTime: 10_000,
  });
  return data?.labels ?? NO_LABELS;
}

const NO_LABELS: ConsoleLabels['labels'] = [];

/** All output as text, as far as `maxBytes`. @throws RequestError */
export async function readConsoleText(
  address: Address,
  maxBytes: number,
): Promise<{ text: string; isWhole: boolean }> {
  const response = await fetch(consoleDownloadAddress(address), { credentials: 'same-origin' });
  if (response.ok) return readStart(response, maxBytes);
  throw new RequestError('internal', `The output could not be read (${response.status}).`, {
    status: response.status,
  });
}

/** Where the whole log is downloaded from. */
export function consoleDownloadAddress({ entity, project, run }: Address): string {
  return apiAddress(apiPath('runs', entity, project, run, 'console', 'raw'));
}

/** Reads again what a live event says has changed: the pages that hold these lines, and searches. */
export function applyConsoleLines(
  queryClient: QueryClient,
  entity: string,
  project: string,
  run: string,
  lines: { readonly fromLine: number; readonly toLine: number },
): void {
  const from = Math.floor(lines.fromLine / LINES_PER_PAGE);
  const to = Math.floor(lines.toLine / LINES_PER_PAGE);
  void queryClient.invalidateQueries({
    queryKey: queryKeys.console(entity, project, run),
    predicate: ({ queryKey }) => {
      const [kind, page] = queryKey.slice(-2);
      if (kind !== 'page') return true;
      return typeof page === 'number' && page >= from && page <= to;
    },
  });
}
