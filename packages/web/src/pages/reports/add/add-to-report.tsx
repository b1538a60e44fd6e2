import { type ReportHead, type RunsPart, reportPath } from '@runloom/model';
import { FilePlus, FileText } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { formatPlural } from '../../../components/format.ts';
import { SearchField } from '../../../components/search-field.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useCreateReport, useReports } from '../../../data/reports.ts';
import { useSession } from '../../../data/session.ts';
import type { PanelSpec } from '../../../panels/panel-spec.ts';
import styles from './add-to-report.module.css';
import { appendBlock } from './append-block.ts';
import { gridOf } from './grid-of.ts';

/** Puts panels of a workspace, with the runs that it shows, at the end of a report. */
export function AddToReport({
  entity,
  project,
  runs,
  panels,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly runs: RunsPart;
  readonly panels: readonly PanelSpec[];
  readonly onClose: () => void;
}) {
  const place = { entity, project };
  const user = useSession().data?.user?.username ?? '';
  const [search, setSearch] = useState('');
  const { data, error } = useReports(place, search);
  const create = useCreateReport(place);
  const toasts = useToasts();
  const [isBusy, setBusy] = useState(false);
  const reports = data?.pages.flatMap((page) => page.reports) ?? [];
  const put = async (report: Pick<ReportHead, 'id' | 'title'>) => {
    setBusy(true);
    try {
      await appendBlock(report.id, user, 'panelGrid', { grid: gridOf(place, runs, panels) });
      const path = reportPath({ entityName: entity, projectName: project, ...report });
      toasts.success(
        `${formatPlural(panels.length, 'panel')} added to ${report.title}`,
        `The report is at ${path}`,
      );
      onClose();
    } catch (problem) {
      toasts.failure('The panel could not be added', problem);
    } finally {
      setBusy(false);
    }
  };
  const putInNew = () =>
    create.mutate(
      { title: 'Untitled report' },
      {
        onSuccess: (report) => void put(report),
        onError: (problem) => toasts.failure('The report could not be made', problem),
      },
    );
  return (
    <Dialog
      isOpen
      width="small"
      title="Add to a report"
      description={`${formatPlural(panels.length, 'panel')} with the runs of this view, at the end of a report.`}
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          icon={<FilePlus aria-hidden />}
          isBusy={isBusy || create.isPending}
          onClick={putInNew}
        >
          In a new report
        </Button>
      }
    >
      <SearchField
        label="Search reports"
        placeholder="Search reports"
        value={search}
        onChange={setSearch}
      />
      {error === null ? null : <p role="alert">{messageOf(error)}</p>}
      <ul className={styles.list}>
        {reports.map((report) => (
          <li key={report.id}>
            <button
              type="button"
              className={styles.report}
              disabled={isBusy}
              onClick={() => void put(report)}
            >
              <FileText aria-hidden />
              <span className={styles.title}>
                <bdi>{shownText(report.title)}</bdi>
              </span>
              <span className={styles.time}>
                <TimeAgo at={report.updatedAt} />
              </span>
            </button>
          </li>
        ))}
        {data !== undefined && reports.length === 0 ? (
          <li className={styles.none}>No report yet</li>
        ) : null}
      </ul>
    </Dialog>
  );
}
