import {
  ArtifactDiff,
  ArtifactEntry,
  ArtifactFolder,
  type FileView,
  RunArtifactList,
} from '@runloom/model';
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { type VersionAddress, versionPath } from './artifacts.ts';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** The addresses of files are good for 15 minutes; what lists them is read again before they end. */
const LINK_REFRESH_MS = 10 * 60_000;
const FILES_AT_ONCE = 1_000;
const DIFFERENCES_AT_ONCE = 1_000;

const versionKey = ({ entity, project, artifact, version }: VersionAddress) =>
  [...queryKeys.artifact(entity, project, artifact), 'version', version] as const;

/** What has been read of a folder so far. */
export interface FolderPages {
  readonly folders: ArtifactFolder['folders'];
  readonly files: ArtifactFolder['files'];
  readonly isPending: boolean;
  /** Where the next page begins; null when all is here, or while the last page is on its way. */
  readonly nextCursor: string | null;
  readonly error: Error | null;
}

/**
 * Folders of a version, each as far as it was read.
 * @param open folders (`''` is the root, others end in a slash), and the cursors of pages behind
 * the first one of each
 */
export function useFolders(
  address: VersionAddress,
  open: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, FolderPages> {
  const pages = [...open].flatMap(([folder, cursors]) =>
    ['', ...cursors].map((cursor) => ({ folder, cursor })),
  );
  return useQueries({
    queries: pages.map(({ folder, cursor }) => ({
      queryKey: [...versionKey(address), 'folder', folder, cursor] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        requestApi(ArtifactFolder, `${versionPath(address)}/files`, {
          query: { folder, limit: FILES_AT_ONCE, cursor: cursor || undefined },
          signal,
        }),
      refetchInterval: LINK_REFRESH_MS,
    })),
    combine: (results) => {
      const read = new Map<string, FolderPages>();
      for (const [index, { folder }] of pages.entries()) {
        const result = results[index];
        const before = read.get(folder);
        read.set(folder, {
          folders: [...(before?.folders ?? []), ...(result?.data?.folders ?? [])],
          files: [...(before?.files ?? []), ...(result?.data?.files ?? [])],
          isPending: result?.isPending ?? true,
          nextCursor: result?.data?.nextCursor ?? null,
          error: before?.error ?? result?.error ?? null,
        });
      }
      return read;
    },
  });
}

/** Entries whose path holds a text, page by page. */
export function useFoundEntries(address: VersionAddress, search: string) {
  return useInfiniteQuery({
    queryKey: [...versionKey(address), 'found', search] as const,
    queryFn: ({ signal, pageParam }) =>
      requestApi(ArtifactFolder, `${versionPath(address)}/files`, {
        query: { search, limit: FILES_AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: search !== '',
  });
}

/** One file or reference by its path. */
export function useEntry(address: VersionAddress, path: string | null) {
  return useQuery({
    queryKey: [...versionKey(address), 'entry', path] as const,
    queryFn: ({ signal }) =>
      requestApi(ArtifactEntry, `${versionPath(address)}/entry`, {
        query: { path: path ?? '' },
        signal,
      }),
    enabled: path !== null,
    refetchInterval: LINK_REFRESH_MS,
  });
}

/** A file of a version as previews take it; null for references. */
export function fileOfEntry(entry: ArtifactEntry, at: number): FileView | null {
  const { path, sizeBytes, mimeType, url } = entry;
  return url === null ? null : { name: path, sizeBytes, mimeType, updatedAt: at, url };
}

/** Files that are other than in another version, page by page. */
export function useDifference(address: VersionAddress, before: string) {
  return useInfiniteQuery({
    queryKey: [...versionKey(address), 'difference', before] as const,
    queryFn: ({ signal, pageParam }) =>
      requestApi(ArtifactDiff, `${versionPath(address)}/diff`, {
        query: { with: before, limit: DIFFERENCES_AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: before !== '',
    refetchInterval: LINK_REFRESH_MS,
  });
}

/** Versions that a run used or made. */
export function useRunArtifacts(
  entity: string,
  project: string,
  run: string,
  relation: 'input' | 'output',
) {
  return useQuery({
    queryKey: [...queryKeys.run(entity, project, run), 'artifacts', relation] as const,
    queryFn: ({ signal }) =>
      requestApi(RunArtifactList, apiPath('runs', entity, project, run, 'artifacts'), {
        query: { relation },
        signal,
      }),
  });
}
