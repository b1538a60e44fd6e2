import { reportIdInSegment } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useReportStart } from '../../../data/report-start.ts';
import { NotFoundPage } from '../../not-found/index.tsx';
import { FirstPage, FirstText } from './first/first-text.tsx';

// The editor and what panels are drawn by are most of all scripts: the text is there before them.
const WholeReport = lazy(async () => ({
  default: (await import('./whole-report.tsx')).WholeReport,
}));

/** A first text that takes longer than this is not waited for. */
const LONGEST_MS = 400;
/** It is painted by then. */
const PAINTED_MS = 30;

const route = getRouteApi('/$entity/$project/reports/$report');

/** One report: its text to read at once, then its editor. */
export function ReportPage() {
  const { report: segment } = route.useParams();
  const id = reportIdInSegment(segment);
  return id === null ? <NotFoundPage /> : <StartedReport key={id} id={id} />;
}

function StartedReport({ id }: { readonly id: string }) {
  const start = useReportStart(id);
  const [isFollowed, setFollowed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setFollowed(true), start.isSettled ? PAINTED_MS : LONGEST_MS);
    return () => clearTimeout(timer);
  }, [start.isSettled]);
  const page = <FirstPage start={start} />;
  if (!isFollowed) return page;
  return (
    <Suspense fallback={page}>
      <WholeReport id={id} waiting={{ page, text: <FirstText start={start} /> }} />
    </Suspense>
  );
}
