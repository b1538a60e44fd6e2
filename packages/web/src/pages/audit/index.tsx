import type { AuditEntry } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { Download, ScrollText } from 'lucide-react';
import { useCallback } from 'react';
import page from '../../app/shell/page.module.css';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatDateTime } from '../../components/format.ts';
import { Menu, MenuLink } from '../../components/menu.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { auditExportAddress, useAuditLog } from '../../data/audit.ts';
import { useSession } from '../../data/session.ts';
import styles from './audit.module.css';
import { EntryDialog } from './entry-dialog.tsx';
import { OutcomeBadge, whoOf } from './entry-parts.tsx';
import { type AuditSearch, readFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { VerifyButton } from './verify.tsx';

const route = getRouteApi('/settings/audit');
const NOTHING: readonly AuditEntry[] = [];

/** Who changed what, and who was refused: for admins of the instance and of organizations. */
export function AuditPage() {
  useTitle('Audit log');
  const { data: session } = useSession();
  const mayRead = session?.user?.isAdmin || (session?.managedOrganizations.length ?? 0) > 0;
  if (session === undefined || mayRead) return <Log />;
  return (
    <div className={page.page}>
      <EmptyState
        icon={<ScrollText aria-hidden />}
        title="The audit log is for administrators"
        heading="h1"
      >
        Administrators of this instance see all of it, those of an organization what belongs to it.
      </EmptyState>
    </div>
  );
}

function Log() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useSession();
  const seesAll = session?.user?.isAdmin ?? false;
  const managed = session?.managedOrganizations ?? [];
  const organization = search.organization ?? (seesAll ? undefined : managed[0]);
  const filter = readFilter({ ...search, organization });
  const log = useAuditLog(filter);
  const entries = log.data?.pages.flatMap((one) => one.entries) ?? NOTHING;
  const open = entries.find(({ sequence }) => String(sequence) === search.entry) ?? null;

  const change = useCallback(
    (next: AuditSearch & { readonly entry?: string | undefined }) =>
      void navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const show = (entry: string | undefined) => change({ entry });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const isNarrowed = Object.keys(filter).some((name) => name !== 'organization');

  return (
    <div className={classNames(page.page, page.fill, page.wide)}>
      <div className={page.head}>
        <h1 className={page.title}>Audit log</h1>
        <span className={page.spacer} />
        {seesAll ? <VerifyButton /> : null}
        <ExportMenu filter={filter} />
      </div>
      <Filters
        search={{ ...search, organization }}
        organizations={managed}
        seesAll={seesAll}
        onChange={change}
      />
      {log.isPending ? <Skeleton lines={8} /> : null}
      {log.isError ? <ErrorState error={log.error} onRetry={() => void log.refetch()} /> : null}
      {log.data && entries.length === 0 ? (
        <EmptyState icon={<ScrollText aria-hidden />} title="No entries">
          {isNarrowed
            ? 'Nothing in the log is of this kind. Take a filter away to see more.'
            : 'Changes and refusals will be here as they happen.'}
        </EmptyState>
      ) : null}
      {entries.length > 0 ? (
        <div className={page.list}>
          <DataTable
            label="Audit log"
            columns={columns(show)}
            rows={entries}
            rowKey={({ sequence }) => String(sequence)}
            minWidth={980}
            onEnd={more}
          />
        </div>
      ) : null}
      <EntryDialog entry={open} onClose={() => show(undefined)} />
    </div>
  );
}

function columns(show: (entry: string) => void): readonly Column<AuditEntry>[] {
  return [
    {
      id: 'time',
      title: 'Time',
      width: '236px',
      render: ({ at, sequence }) => (
        <button type="button" className={styles.open} onClick={() => show(String(sequence))}>
          <time dateTime={new Date(at).toISOString()}>{formatDateTime(at)}</time>
        </button>
      ),
    },
    {
      id: 'who',
      title: 'Who',
      width: 'minmax(110px, 1fr)',
      render: (entry) => <Truncated text={whoOf(entry)} />,
    },
    {
      id: 'action',
      title: 'Action',
      width: 'minmax(150px, 1.2fr)',
      render: ({ action }) => <Truncated text={action} className={styles.code} />,
    },
    {
      id: 'resource',
      title: 'On what',
      width: 'minmax(180px, 2fr)',
      render: ({ resource }) => <Truncated text={resource.name || '–'} />,
    },
    {
      id: 'outcome',
      title: 'Outcome',
      width: '130px',
      render: (entry) => <OutcomeBadge entry={entry} />,
    },
    {
      id: 'address',
      title: 'From',
      width: 'minmax(110px, 0.8fr)',
      render: ({ address }) => <Truncated text={address ?? '–'} className={styles.muted} />,
    },
  ];
}

function ExportMenu({ filter }: { readonly filter: Parameters<typeof auditExportAddress>[0] }) {
  return (
    <Menu align="end" trigger={<Button icon={<Download aria-hidden />}>Export</Button>}>
      <MenuLink
        render={<a href={auditExportAddress(filter, 'jsonl')} download="audit-log.jsonl" />}
      >
        JSON lines, which can be verified
      </MenuLink>
      <MenuLink render={<a href={auditExportAddress(filter, 'csv')} download="audit-log.csv" />}>
        CSV, for spreadsheets
      </MenuLink>
    </Menu>
  );
}
