import type { ArtifactReceipt, ArtifactTrash } from '@runloom/model';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatPlural,
} from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import {
  useArtifactTrash,
  usePurgeVersion,
  useRestoreVersion,
} from '../../../data/artifact-storage.ts';
import styles from '../artifacts.module.css';

type Deleted = ArtifactTrash['versions'][number];

const REASONS: Readonly<Record<ArtifactReceipt['reason'], string>> = {
  asked: 'Removed by hand',
  retention: 'After 7 days in the trash',
  unfinished: 'Uploads nobody finished',
};

/** Deleted versions, to take back or to remove, and what removals freed. */
export function TrashView({
  entity,
  project,
  canWrite,
}: {
  readonly entity: string;
  readonly project: string;
  readonly canWrite: boolean;
}) {
  const query = useArtifactTrash(entity, project);
  const restore = useRestoreVersion(entity, project);
  const purge = usePurgeVersion(entity, project);
  const [doomed, setDoomed] = useState<Deleted | null>(null);
  const toasts = useToasts();
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton lines={8} height={20} label="Loading the trash" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { versions, receipts } = query.data;
  const takeBack = ({ id, artifact, version }: Deleted) =>
    restore.mutate(id, {
      onSuccess: () => toasts.success(`${artifact}:${version} is back`),
      onError: (error) => toasts.failure(`${artifact}:${version} stays in the trash`, error),
    });
  const remove = ({ id, artifact, version }: Deleted) =>
    purge.mutate(id, {
      onSuccess: (receipt) => {
        setDoomed(null);
        toasts.success(`${artifact}:${version} is gone for good`, receiptText(receipt));
      },
      onError: (error) => toasts.failure(`${artifact}:${version} was not removed`, error),
    });
  return (
    <div className={styles.panels}>
      <Panel title="Deleted versions" count={formatCount(versions.length)} isFlush>
        {versions.length === 0 ? (
          <EmptyState icon={<Trash2 aria-hidden />} title="The trash is empty">
            Deleted versions stay here for 7 days and can be taken back.
          </EmptyState>
        ) : (
          <ScrollRegion className={styles.scrolled}>
            <Table label="Deleted versions">
              <thead>
                <tr>
                  <HeadCell>Version</HeadCell>
                  <HeadCell>Type</HeadCell>
                  <HeadCell align="end">Size</HeadCell>
                  <HeadCell align="end">Deleted</HeadCell>
                  <HeadCell>Gone for good</HeadCell>
                  {canWrite ? <HeadCell align="end" /> : null}
                </tr>
              </thead>
              <tbody>
                {versions.map((deleted) => (
                  <Row key={deleted.id}>
                    <Cell>
                      <Truncated text={`${deleted.artifact}:${deleted.version}`} />
                    </Cell>
                    <Cell isMuted>
                      <Truncated text={deleted.type} />
                    </Cell>
                    <Cell align="end">{formatBytes(deleted.sizeBytes)}</Cell>
                    <Cell align="end" isMuted>
                      <TimeAgo at={deleted.deletedAt} />
                    </Cell>
                    <Cell isMuted>{formatDateTime(deleted.expiresAt)}</Cell>
                    {canWrite ? (
                      <Cell align="end">
                        <Button
                          size="small"
                          kind="quiet"
                          disabled={restore.isPending}
                          onClick={() => takeBack(deleted)}
                        >
                          Restore
                        </Button>
                        <Button size="small" kind="quiet" onClick={() => setDoomed(deleted)}>
                          Remove now…
                        </Button>
                      </Cell>
                    ) : null}
                  </Row>
                ))}
              </tbody>
            </Table>
          </ScrollRegion>
        )}
      </Panel>
      <Receipts receipts={receipts} />
      <Dialog
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        title="Remove this version for good?"
        width="small"
        footer={
          <>
            <Button onClick={() => setDoomed(null)}>Keep it in the trash</Button>
            <Button
              kind="danger"
              isBusy={purge.isPending}
              onClick={() => doomed !== null && remove(doomed)}
            >
              Remove for good
            </Button>
          </>
        }
      >
        <p>
          <bdi>
            {doomed?.artifact}:{doomed?.version}
          </bdi>{' '}
          can’t be taken back after this. What nothing else holds is freed; the receipt says how
          much.
        </p>
      </Dialog>
    </div>
  );
}

function Receipts({ receipts }: { readonly receipts: ArtifactTrash['receipts'] }) {
  return (
    <Panel title="Receipts" count={formatCount(receipts.length)} isFlush>
      {receipts.length === 0 ? (
        <EmptyState title="No removals yet">
          Each removal leaves a receipt here: how many versions and files, and how many bytes it
          freed.
        </EmptyState>
      ) : (
        <ScrollRegion className={styles.scrolled}>
          <Table label="Receipts">
            <thead>
              <tr>
                <HeadCell>When</HeadCell>
                <HeadCell>Why</HeadCell>
                <HeadCell>What</HeadCell>
                <HeadCell align="end">Freed</HeadCell>
              </tr>
            </thead>
            <tbody>
              {receipts.map((receipt, index) => (
                <Row key={index}>
                  <Cell isMuted>{formatDateTime(receipt.finishedAt)}</Cell>
                  <Cell>{REASONS[receipt.reason]}</Cell>
                  <Cell isMuted>
                    {formatPlural(receipt.versions, 'version')},{' '}
                    {formatPlural(receipt.files, 'content')}
                  </Cell>
                  <Cell align="end">{formatBytes(receipt.freedBytes)}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </ScrollRegion>
      )}
    </Panel>
  );
}

/** What a removal freed, in a sentence. */
const receiptText = ({ freedBytes, files }: ArtifactReceipt): string =>
  `Freed ${formatBytes(freedBytes)} in ${formatPlural(files, 'content')}.`;
