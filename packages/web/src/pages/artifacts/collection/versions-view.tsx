import type { ArtifactCollectionDetail } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { GitCompareArrows, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useToasts } from '../../../components/toast.tsx';
import {
  type ArtifactAddress,
  useRefreshArtifacts,
  useRemoveVersions,
  useVersions,
} from '../../../data/artifacts.ts';
import { RemoveDialog } from '../removal/remove-dialog.tsx';
import styles from './collection.module.css';
import { VersionsTable } from './versions-table.tsx';

/** As the server takes in one request. */
const MOST_CHOSEN = 1_000;

/** The versions of a collection; some can be chosen, to compare or to delete. */
export function VersionsView({
  address,
  collection,
}: {
  readonly address: ArtifactAddress;
  readonly collection: ArtifactCollectionDetail;
}) {
  const { kind, versionCount, canWrite, type } = collection;
  const query = useVersions(address);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAsked, setAsked] = useState(false);
  const remove = useRemoveVersions(address);
  const refresh = useRefreshArtifacts(address);
  const navigate = useNavigate();
  const toasts = useToasts();
  const names = [...chosen];
  const confirm = async () => {
    try {
      const { removed } = await remove.mutateAsync(names);
      toasts.success(
        kind === 'portfolio'
          ? `${formatPlural(removed, 'version')} taken out`
          : `${formatPlural(removed, 'version')} in the trash`,
        kind === 'portfolio' ? undefined : 'To be taken back for 7 days.',
      );
      setAsked(false);
      setChosen(new Set());
    } catch (error) {
      toasts.failure('Not all versions were deleted', error);
    }
    await refresh();
  };
  const compare = () => {
    const [before, after] = names.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
    if (before === undefined || after === undefined) return;
    const { entity, project, artifact } = address;
    void navigate({
      to: '/$entity/$project/artifacts/$type/$artifact/$version/compare',
      params: { entity, project, type, artifact, version: after },
      search: { with: before },
    });
  };
  const rows = query.data?.pages.flatMap(({ versions }) => versions) ?? [];
  return (
    <Panel
      title="Versions"
      count={formatCount(versionCount)}
      isFlush
      controls={
        chosen.size === 0 ? null : (
          <>
            <span className={styles.chosen} role="status">
              {formatCount(chosen.size)} chosen
            </span>
            {chosen.size === 2 ? (
              <Button size="small" icon={<GitCompareArrows aria-hidden />} onClick={compare}>
                Compare
              </Button>
            ) : null}
            {canWrite ? (
              <Button
                size="small"
                icon={<Trash2 aria-hidden />}
                disabled={chosen.size > MOST_CHOSEN}
                onClick={() => setAsked(true)}
              >
                {kind === 'portfolio' ? 'Take out…' : 'Delete…'}
              </Button>
            ) : null}
            <Button size="small" kind="quiet" onClick={() => setChosen(new Set())}>
              Clear
            </Button>
          </>
        )
      }
    >
      {query.data === undefined ? (
        query.isPending ? (
          <Skeleton lines={6} label="Loading versions" />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title="No versions">
          {kind === 'portfolio'
            ? 'No version is linked into it.'
            : 'All were deleted, or the first is still on its way.'}
        </EmptyState>
      ) : (
        <div
          className={styles.table}
          // As high as its rows where they are few.
          style={{ height: Math.min(640, 34 + rows.length * 36) }}
        >
          <VersionsTable
            address={address}
            type={type}
            rows={rows}
            chosen={chosen}
            onChoose={setChosen}
            onEnd={
              query.hasNextPage && !query.isFetchingNextPage
                ? () => void query.fetchNextPage()
                : undefined
            }
          />
        </div>
      )}
      <RemoveDialog
        address={address}
        versions={names}
        isPortfolio={kind === 'portfolio'}
        isOpen={isAsked}
        isBusy={remove.isPending}
        onClose={() => setAsked(false)}
        onConfirm={() => void confirm()}
      />
    </Panel>
  );
}
