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
  type TrashItem,
  useArtifactTrash,
  usePurge,
  useRestore,
} from '../../../data/artifact-storage.ts';
import styles from '../artifacts.module.css';

/** A row of the trash, whichever it is. */
interface Deleted extends TrashItem {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly deletedAt: number;
  readonly expiresAt: number;
  /** That come back with it. */
  readonly versionCount: number;
}

const REASONS: Readonly<Record<ArtifactReceipt['reason'], string>> = {
  asked: 'Removed by hand',
  retention: 'After 7 days in the trash',
  unfinished: 'Uploads nobody finished',
};

/** Deleted artifacts and versions, to take back or to remove, and what removals freed. */
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
  const restore = useRestore(entity, project);
  const purge = usePurge(entity, project);
  const [doomed, setDoomed] = useState<Deleted | null>(null);
  const toasts = useToasts();
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton lines={8} height={20} label="Loading the trash" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { receipts } = query.data;
  const deleted = rowsOf(query.data);
  const takeBack = (item: Deleted) =>
    restore.mutate(item, {
      onSuccess: () => toasts.success(`${item.name} is back`),
      onError: (error) => toasts.failure(`${item.name} stays in the trash`, error),
    });
  const remove = (item: Deleted) =>
    purge.mutate(item, {
      onSuccess: (receipt) => {
        setDoomed(null);
        toasts.success(`${item.name} is gone for good`, receiptText(receipt));
      },
      onError: (error) => toasts.failure(`${item.name} was not removed`, error),
    });
  return (
    <div className={styles.panels}>
      <Panel title="Deleted" count={formatCount(deleted.length)} isFlush>
        {deleted.length === 0 ? (
          <EmptyState icon={<Trash2 aria-hidden />} title="The trash is empty">
            Deleted artifacts and versions stay here for 7 days and can be taken back.
          </EmptyState>
        ) : (
          <ScrollRegion className={styles.scrolled}>
            <Table label="Deleted artifacts and versions">
              <thead>
                <tr>
                  <HeadCell>Name</HeadCell>
                  <HeadCell>What</HeadCell>
                  <HeadCell>Type</HeadCell>
                  <HeadCell align="end">Size</HeadCell>
                  <HeadCell align="end">Deleted</HeadCell>
                  <HeadCell>Gone for good</HeadCell>
                  {canWrite ? <HeadCell align="end" /> : null}
                </tr>
              </thead>
              <tbody>
                {deleted.map((item) => (
                  <Row key={`${item.kind} ${item.id}`}>
                    <Cell>
                      <Truncated text={item.name} />
                    </Cell>
                    <Cell isMuted>{whatText(item)}</Cell>
                    <Cell isMuted>
                      <Truncated text={item.type} />
                    </Cell>
                    <Cell align="end">{formatBytes(item.sizeBytes)}</Cell>
                    <Cell align="end" isMuted>
                      <TimeAgo at={item.deletedAt} />
                    </Cell>
                    <Cell isMuted>{formatDateTime(item.expiresAt)}</Cell>
                    {canWrite ? (
                      <Cell align="end">
                        <Button
                          size="small"
                          kind="quiet"
                          disabled={restore.isPending}
                          onClick={() => takeBack(item)}
                        >
                          Restore
                        </Button>
                        <Button size="small" kind="quiet" onClick={() => setDoomed(item)}>
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
        title={
          doomed?.kind === 'artifact'
            ? 'Remove this artifact for good?'
            : 'Remove this version for good?'
        }
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
          <bdi>{doomed?.name}</bdi>{' '}
          {doomed?.kind === 'artifact'
            ? `and its ${formatPlural(doomed.versionCount, 'version')} `
            : ''}
          can’t be taken back after this. What nothing else holds is freed; the receipt says how
          much.
        </p>
      </Dialog>
    </div>
  );
}

/** Whole artifacts and single versions, last deleted first. */
const rowsOf = ({ collections, versions }: ArtifactTrash): Deleted[] =>
  [
    ...collections.map((collection) => ({ ...collection, kind: 'artifact' as const })),
    ...versions.map((version) => ({
      ...version,
      kind: 'version' as const,
      name: `${version.artifact}:${version.version}`,
      versionCount: 1,
    })),
  ].sort((a, b) => b.deletedAt - a.deletedAt);

const whatText = ({ kind, versionCount }: Deleted): string =>
  kind === 'version' ? 'One version' : `Artifact of ${formatPlural(versionCount, 'version')}`;

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
