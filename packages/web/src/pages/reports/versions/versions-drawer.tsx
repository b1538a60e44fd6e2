import type { ReportVersion } from '@runloom/model';
import { History, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { fieldBoxClass } from '../../../components/fields.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TextComparison } from '../../../components/text-diff/text-comparison.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import {
  useNameVersion,
  useReportVersion,
  useReportVersions,
  useRestoreVersion,
} from '../../../data/reports.ts';
import { blocksText } from './blocks-text.ts';
import styles from './versions.module.css';

/** What the report was: who changed it when, in what, and the way back. */
export function VersionsDrawer({
  report,
  canRestore,
  onClose,
}: {
  readonly report: string;
  readonly canRestore: boolean;
  readonly onClose: () => void;
}) {
  const versions = useReportVersions(report);
  const [chosen, setChosen] = useState<number | null>(null);
  const all = versions.data?.pages.flatMap((page) => page.versions) ?? [];
  const shown = all.find(({ number }) => number === chosen) ?? all[0];
  return (
    <aside
      className={styles.drawer}
      aria-label="Versions"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header className={styles.head}>
        <h2>Versions</h2>
        <IconButton
          size="small"
          label="Close the versions"
          icon={<X aria-hidden />}
          onClick={onClose}
        />
      </header>
      {canRestore ? <NameVersion report={report} /> : null}
      {versions.data === undefined ? (
        versions.error === null ? (
          <Skeleton lines={6} label="Loading" />
        ) : (
          <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
        )
      ) : all.length === 0 ? (
        <EmptyState icon={<History aria-hidden />} title="No versions yet">
          A version is kept whenever people pause, and whenever somebody else goes on.
        </EmptyState>
      ) : (
        <div className={styles.body}>
          <ol className={styles.list}>
            {all.map((version) => (
              <li key={version.number}>
                <button
                  type="button"
                  className={classNames(styles.version, version === shown && styles.chosen)}
                  aria-current={version === shown ? 'true' : undefined}
                  onClick={() => setChosen(version.number)}
                >
                  <span className={styles.versionName}>
                    <bdi>{shownText(version.name ?? `Version ${version.number}`)}</bdi>
                  </span>
                  <span className={styles.versionFacts}>
                    <bdi>{shownText(version.authors.join(', ') || 'the server')}</bdi> ·{' '}
                    <TimeAgo at={version.createdAt} />
                    {causeOf(version)}
                  </span>
                </button>
              </li>
            ))}
            {versions.hasNextPage ? (
              <li>
                <Button
                  size="small"
                  kind="quiet"
                  isBusy={versions.isFetchingNextPage}
                  onClick={() => void versions.fetchNextPage()}
                >
                  Older ones
                </Button>
              </li>
            ) : null}
          </ol>
          {shown === undefined ? null : (
            <Difference
              key={shown.number}
              report={report}
              version={shown}
              canRestore={canRestore && shown !== all[0]}
            />
          )}
        </div>
      )}
    </aside>
  );
}

/** Keeps what the report says now under a name, e.g. before it is sent to somebody. */
function NameVersion({ report }: { readonly report: string }) {
  const [name, setName] = useState('');
  const keep = useNameVersion(report);
  const toasts = useToasts();
  return (
    <form
      className={styles.naming}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        keep.mutate(name.trim(), {
          onSuccess: () => setName(''),
          onError: (problem) => toasts.failure('The version could not be kept', problem),
        });
      }}
    >
      <input
        className={fieldBoxClass}
        aria-label="Name of the version"
        placeholder="Name what it says now, e.g. For the review"
        maxLength={256}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Button size="small" type="submit" isBusy={keep.isPending} disabled={name.trim() === ''}>
        Keep a version
      </Button>
    </form>
  );
}

function causeOf({ cause, restoredFrom }: ReportVersion): string {
  if (cause === 'restored') return ` · brought back version ${restoredFrom}`;
  return cause === 'replaced' ? ' · all of it was replaced' : '';
}

function Difference({
  report,
  version: { number },
  canRestore,
}: {
  readonly report: string;
  readonly version: ReportVersion;
  readonly canRestore: boolean;
}) {
  const toasts = useToasts();
  const after = useReportVersion(report, number);
  const before = useReportVersion(report, number - 1);
  const restore = useRestoreVersion(report);
  const [isAsking, setAsking] = useState(false);
  const isFirst = number <= 1;
  return (
    <div className={styles.difference}>
      {canRestore ? (
        <Button size="small" icon={<RotateCcw aria-hidden />} onClick={() => setAsking(true)}>
          Bring back version {number}
        </Button>
      ) : null}
      {after.data === undefined ? (
        after.error === null ? (
          <Skeleton lines={8} label="Loading" />
        ) : (
          <ErrorState error={after.error} onRetry={() => void after.refetch()} />
        )
      ) : (
        <TextComparison
          title={isFirst ? 'The first version' : `Since version ${number - 1}`}
          before={
            isFirst ? '' : before.data === undefined ? null : blocksText(before.data.document)
          }
          after={blocksText(after.data.document)}
          whenUnread={<Skeleton lines={8} label="Loading" />}
          tooDifferent="The two versions differ in too many lines to show each."
        />
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={`Bring back version ${number}?`}
        confirm="Bring it back"
        keep="Leave it"
        isBusy={restore.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          restore.mutate(number, {
            onSuccess: () => {
              setAsking(false);
              toasts.success(`Version ${number} is back`);
            },
            onError: (problem) => toasts.failure('The version could not be brought back', problem),
          })
        }
      >
        <p>
          The text becomes what it was, for everybody who has it open. What is there now stays a
          version that can be brought back, too.
        </p>
      </ConfirmDialog>
    </div>
  );
}
