import type { FileView } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import plotlyAddress from 'plotly.js-dist-min/plotly.min.js?url';
import { useMemo } from 'react';
import { type RunAddress, useFileText } from '../../../data/files.ts';
import { ErrorState } from '../../error-state.tsx';
import { SandboxedPage } from '../../sandboxed-page.tsx';
import { Skeleton } from '../../skeleton.tsx';
import { figurePage } from './figure-page.ts';

const MOST_BYTES = 50_000_000;

/** A figure of Plotly's, drawn by Plotly in a frame without our origin. */
export function FigureView({
  address,
  file,
  title,
}: {
  readonly address: RunAddress;
  readonly file: FileView;
  readonly title: string;
}) {
  const figure = useFileText(address, file, { maxBytes: MOST_BYTES, enabled: true });
  const library = useQuery({
    queryKey: ['plotly', plotlyAddress],
    queryFn: async ({ signal }) => (await fetch(plotlyAddress, { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const html = useMemo(
    () =>
      figure.data === undefined || library.data === undefined
        ? null
        : figurePage(library.data, figure.data.text),
    [figure.data, library.data],
  );
  const error = figure.error ?? library.error;
  if (error !== null) {
    return (
      <ErrorState
        error={error}
        onRetry={() => void Promise.all([figure.refetch(), library.refetch()])}
      />
    );
  }
  if (html === null) return <Skeleton lines={6} label="Loading the figure" />;
  return <SandboxedPage html={html} title={title} />;
}
