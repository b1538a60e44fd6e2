import type { FileView } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type RunAddress, useFileText } from '../../../data/files.ts';
import { ErrorState } from '../../error-state.tsx';
import { SandboxedPage } from '../../sandboxed-page.tsx';
import { Skeleton } from '../../skeleton.tsx';

const MOST_BYTES = 50_000_000;

/** A file that a library draws, in a frame without our origin. */
export function DrawnPage({
  address,
  file,
  title,
  libraryAddress,
  page,
}: {
  readonly address: RunAddress;
  readonly file: FileView;
  readonly title: string;
  /** Of the library's source, which is fetched when the first such file is shown. */
  readonly libraryAddress: string;
  /** Makes the page of the library's source and the file's text; a function that stays the same. */
  readonly page: (library: string, text: string) => string;
}) {
  const drawn = useFileText(address, file, { maxBytes: MOST_BYTES, enabled: true });
  const library = useQuery({
    queryKey: ['library', libraryAddress],
    queryFn: async ({ signal }) => (await fetch(libraryAddress, { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const html = useMemo(
    () =>
      drawn.data === undefined || library.data === undefined
        ? null
        : page(library.data, drawn.data.text),
    [drawn.data, library.data, page],
  );
  const error = drawn.error ?? library.error;
  if (error !== null) {
    return (
      <ErrorState
        error={error}
        onRetry={() => void Promise.all([drawn.refetch(), library.refetch()])}
      />
    );
  }
  if (html === null) return <Skeleton lines={6} label={`Loading ${title}`} />;
  return <SandboxedPage html={html} title={title} />;
}
