import type { ReactNode } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import { useTitle } from '../../../app/title.ts';
import { useReport } from '../../../data/reports.ts';
import { useSession } from '../../../data/session.ts';
import { useReportSync } from '../sync/use-report-sync.ts';
import { ReportView } from './report-view.tsx';

interface Waiting {
  /** Stands in the place of the page until it is there. */
  readonly page: ReactNode;
  /** Stands in the place of the text alone. */
  readonly text: ReactNode;
}

/** One report with its editor, to read or to write together with others. */
export function WholeReport({ id, waiting }: { readonly id: string; readonly waiting: Waiting }) {
  const session = useSession();
  if (session.data === undefined) return waiting.page;
  return <OneReport id={id} user={session.data.user?.username ?? null} waiting={waiting} />;
}

function OneReport({
  id,
  user,
  waiting,
}: {
  readonly id: string;
  readonly user: string | null;
  readonly waiting: Waiting;
}) {
  const { data: detail, error, refetch } = useReport(id);
  // Opened at once: the text need not wait for what stands above it.
  const sync = useReportSync(id, user ?? '');
  useTitle(detail?.title ?? 'Report', detail?.projectName);
  if (detail === undefined) {
    if (error === null) return waiting.page;
    return <PageError error={error} onRetry={() => void refetch()} />;
  }
  if (sync === null) return waiting.page;
  return <ReportView detail={detail} sync={sync} user={user} waitingText={waiting.text} />;
}
