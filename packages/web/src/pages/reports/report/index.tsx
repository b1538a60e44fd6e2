import { reportIdInSegment } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../../app/page-error.tsx';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { useReport } from '../../../data/reports.ts';
import { useSession } from '../../../data/session.ts';
import { NotFoundPage } from '../../not-found/index.tsx';
import { useReportSync } from '../sync/use-report-sync.ts';
import { ReportView } from './report-view.tsx';

const route = getRouteApi('/$entity/$project/reports/$report');

/** One report, to read or to write together with others. */
export function ReportPage() {
  const { report: segment } = route.useParams();
  const id = reportIdInSegment(segment);
  const session = useSession();
  if (id === null) return <NotFoundPage />;
  if (session.data === undefined) return <PagePending />;
  return <OneReport key={id} id={id} user={session.data.user?.username ?? null} />;
}

function OneReport({ id, user }: { readonly id: string; readonly user: string | null }) {
  const { data: detail, error, refetch } = useReport(id);
  // Opened at once: the text need not wait for what stands above it.
  const sync = useReportSync(id, user ?? '');
  useTitle(detail?.title ?? 'Report', detail?.projectName);
  if (detail === undefined) {
    if (error === null) return <PagePending />;
    return <PageError error={error} onRetry={() => void refetch()} />;
  }
  if (sync === null) return <PagePending />;
  return <ReportView detail={detail} sync={sync} user={user} />;
}
