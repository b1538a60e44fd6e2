import type { ReactNode } from 'react';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import { useReportPlace } from '../report-context.ts';

/** What is inside reads the tape of its block where the page has one, else the data as they are now. */
export function BlockSource({
  block,
  children,
}: {
  readonly block: string | null;
  readonly children: ReactNode;
}) {
  const tape = useReportPlace().tapeOf(block ?? '');
  return tape === null ? children : <SourceProvider transport={tape}>{children}</SourceProvider>;
}
