import { type ReportList, reportSegment } from '@runloom/model';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { FilePlus, FileText, Upload } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { useTitle } from '../../../app/title.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useProject } from '../../../data/projects.ts';
import { useCreateReport, useReports } from '../../../data/reports.ts';
import { DeleteReport } from './delete-report.tsx';
import { ImportDialog } from './import-dialog.tsx';
import styles from './list.module.css';

const route = getRouteApi('/$entity/$project/reports');

type ListedReport = ReportList['reports'][number];

/** The reports of a project, found by their words, and new ones. */
export function ReportsPage() {
  const { entity, project } = route.useParams();
  const { q = '' } = route.useSearch();
  const navigate = useNavigate();
  const setSearch = route.useNavigate();
  const toasts = useToasts();
  const place = { entity, project };
  useTitle('Reports', project);
  const found = useProject(entity, project);
  const reports = useReports(place, q);
  const create = useCreateReport(place);
  const [isImporting, setImporting] = useState(false);
  const [deleted, setDeleted] = useState<ListedReport | null>(null);
  const canWrite = found.data?.canWrite ?? false;
  const open = (report: { readonly id: string; readonly title: string }) =>
    void navigate({
      to: '/$entity/$project/reports/$report',
      params: { ...place, report: reportSegment(report) },
    });
  const begin = () =>
    create.mutate(
      { title: 'Untitled report' },
      {
        onSuccess: open,
        onError: (problem) => toasts.failure('The report could not be made', problem),
      },
    );
  useShortcuts('Reports', canWrite ? [{ keys: 'n', label: 'New report', run: begin }] : []);
  const problem = found.error ?? reports.error;
  if (found.data === undefined || reports.data === undefined) {
    if (problem === null) return <PagePending />;
    return <PageError error={problem} onRetry={() => void reports.refetch()} />;
  }
  const rows = reports.data.pages.flatMap((part) => part.reports);
  const actions = canWrite ? (
    <>
      <Button icon={<Upload aria-hidden />} onClick={() => setImporting(true)}>
        From Markdown
      </Button>
      <Button
        kind="primary"
        icon={<FilePlus aria-hidden />}
        isBusy={create.isPending}
        onClick={begin}
      >
        New report
      </Button>
    </>
  ) : null;
  return (
    <div className={classNames(page.page, page.fill)}>
      <div className={page.head}>
        <h1 className={page.title}>Reports</h1>
        <div className={page.spacer} />
        {actions}
      </div>
      {rows.length === 0 && q === '' ? (
        <EmptyState icon={<FileText aria-hidden />} title="No reports yet" action={actions}>
          A report holds text and live charts of runs side by side. It is written together, frozen
          where it must not change, and shared with exactly the people it is for.
        </EmptyState>
      ) : (
        <>
          <SearchField
            label="Search reports"
            placeholder="Search titles, authors and texts"
            value={q}
            onChange={(text) =>
              void setSearch({ search: text === '' ? {} : { q: text }, replace: true })
            }
          />
          <div className={page.list}>
            {rows.length === 0 ? (
              <EmptyState title="No report matches">Nothing holds “{shownText(q)}”.</EmptyState>
            ) : (
              <DataTable
                label="Reports"
                columns={columnsOf(place, canWrite, setDeleted)}
                rows={rows}
                rowKey={({ id }) => id}
                rowHeight={56}
                minWidth={640}
                onEnd={
                  reports.hasNextPage && !reports.isFetchingNextPage
                    ? () => void reports.fetchNextPage()
                    : undefined
                }
              />
            )}
          </div>
        </>
      )}
      {isImporting ? (
        <ImportDialog place={place} onMade={open} onClose={() => setImporting(false)} />
      ) : null}
      {deleted === null ? null : (
        <DeleteReport place={place} report={deleted} onClose={() => setDeleted(null)} />
      )}
    </div>
  );
}

function columnsOf(
  place: ProjectPlace,
  canWrite: boolean,
  onDelete: (report: ListedReport) => void,
): readonly Column<ListedReport>[] {
  return [
    {
      id: 'title',
      title: 'Report',
      width: 'minmax(260px, 1fr)',
      render: (report) => (
        <span className={styles.report}>
          <span className={styles.titleLine}>
            <Link
              to="/$entity/$project/reports/$report"
              params={{ ...place, report: reportSegment(report) }}
              className={styles.title}
            >
              <Truncated text={report.title} />
            </Link>
            {report.isDraft ? <Badge tone="warning">Draft</Badge> : null}
            {report.visibility === 'public' ? <Badge tone="info">Public</Badge> : null}
            {report.visibility === 'private' ? <Badge>Private</Badge> : null}
          </span>
          <span className={styles.preview}>
            <bdi>{shownText(report.description || report.preview)}</bdi>
          </span>
        </span>
      ),
    },
    {
      id: 'author',
      title: 'By',
      width: '140px',
      render: ({ createdBy }) => <Truncated text={createdBy ?? 'somebody who left'} />,
    },
    {
      id: 'updated',
      title: 'Changed',
      width: '140px',
      render: ({ updatedAt }) => <TimeAgo at={updatedAt} />,
    },
    ...(canWrite
      ? [
          {
            id: 'actions',
            title: '',
            width: '100px',
            align: 'end' as const,
            render: (report: ListedReport) => (
              <Button
                size="small"
                kind="quiet"
                aria-label={`Delete ${shownText(report.title)}`}
                onClick={() => onDelete(report)}
              >
                Delete
              </Button>
            ),
          },
        ]
      : []),
  ];
}
