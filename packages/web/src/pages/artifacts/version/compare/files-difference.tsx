import type { ArtifactDiff, ArtifactVersionDetail } from '@runloom/model';
import { FileMinus, FilePen, FilePlus } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes, formatCount } from '../../../../components/format.ts';
import { Panel } from '../../../../components/panel.tsx';
import { Segmented } from '../../../../components/segmented.tsx';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { VirtualList } from '../../../../components/virtual-list.tsx';
import { useDifference } from '../../../../data/artifact-files.ts';
import { useShownVersion } from '../version-context.ts';
import styles from './compare.module.css';
import { EntryDifference } from './entry-difference.tsx';

type Difference = ArtifactDiff['entries'][number];
type Kind = 'all' | Difference['change'];

const ICONS = { added: FilePlus, removed: FileMinus, changed: FilePen } as const;

/** Files that came, went and changed between two versions; one of them can be looked into. */
export function FilesDifference({
  before,
  chosen,
  onChoose,
}: {
  readonly before: ArtifactVersionDetail;
  readonly chosen: string | null;
  readonly onChoose: (path: string | null) => void;
}) {
  const { address } = useShownVersion();
  const query = useDifference(address, before.version);
  const [kind, setKind] = useState<Kind>('all');
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton lines={6} label="Comparing files" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const counts = query.data.pages[0];
  if (counts === undefined) return null;
  const all = query.data.pages.flatMap(({ entries }) => entries);
  const shown = kind === 'all' ? all : all.filter(({ change }) => change === kind);
  const entry = all.find(({ path }) => path === chosen);
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  const total = counts.added + counts.removed + counts.changed;
  return (
    <>
      <Panel
        title="Files"
        count={`${formatCount(counts.same)} the same`}
        isFlush
        controls={
          total === 0 ? null : (
            <Segmented
              label="Which files"
              value={kind}
              choices={[
                { value: 'all', label: `All ${formatCount(total)}` },
                { value: 'added', label: `Added ${formatCount(counts.added)}` },
                { value: 'removed', label: `Removed ${formatCount(counts.removed)}` },
                { value: 'changed', label: `Changed ${formatCount(counts.changed)}` },
              ]}
              onChange={setKind}
            />
          )
        }
      >
        {total === 0 ? (
          <EmptyState title="The same files">
            Every file is there in both, with the same digest.
          </EmptyState>
        ) : shown.length === 0 && !query.hasNextPage ? (
          <p className={styles.same}>No file was {kind}.</p>
        ) : (
          <div style={{ height: Math.min(360, Math.max(1, shown.length) * 30 + 2) }}>
            <VirtualList
              label="Files that differ"
              count={shown.length}
              rowHeight={30}
              rowKey={(index) => shown[index]?.path ?? index}
              onRangeChange={(_first, last) => {
                if (last >= shown.length - 1) more();
              }}
              renderRow={(index) => {
                const row = shown[index];
                return row === undefined ? null : (
                  <DifferenceRow
                    row={row}
                    isChosen={row.path === chosen}
                    onClick={() => onChoose(row.path === chosen ? null : row.path)}
                  />
                );
              }}
            />
          </div>
        )}
      </Panel>
      {entry === undefined ? null : (
        <EntryDifference
          key={entry.path}
          entry={entry}
          times={{ before: before.createdAt }}
          versions={{ before: before.version }}
        />
      )}
    </>
  );
}

function DifferenceRow({
  row,
  isChosen,
  onClick,
}: {
  readonly row: Difference;
  readonly isChosen: boolean;
  readonly onClick: () => void;
}) {
  const Icon = ICONS[row.change];
  const [old, now] = [row.before?.sizeBytes, row.after?.sizeBytes];
  return (
    <button
      type="button"
      className={classNames(styles.row, isChosen && styles.chosen)}
      aria-expanded={isChosen}
      onClick={onClick}
    >
      <Icon aria-hidden className={classNames(styles.icon, styles[row.change])} />
      <span className={styles.kind}>{row.change}</span>
      <Truncated text={row.path} className={styles.path} />
      <span className={styles.size}>
        {old !== undefined && now !== undefined
          ? `${formatBytes(old)} → ${formatBytes(now)}`
          : formatBytes(old ?? now ?? 0)}
      </span>
    </button>
  );
}
