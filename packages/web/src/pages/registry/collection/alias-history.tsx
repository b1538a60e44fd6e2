import type { AliasHistory } from '@runloom/model';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { type RegistryCollectionAddress, useAliasHistory } from '../../../data/registries.ts';
import { AliasChip } from '../chips.tsx';
import styles from '../registry.module.css';

type Move = AliasHistory['moves'][number];

/** Who promoted what, and when. */
export function AliasHistoryPanel({
  address,
  protectedAliases,
}: {
  readonly address: RegistryCollectionAddress;
  readonly protectedAliases: readonly string[];
}) {
  const query = useAliasHistory(address);
  const moves = query.data?.pages.flatMap((page) => page.moves) ?? [];
  return (
    <Panel title="History of aliases" isFlush>
      {query.isPending ? <Skeleton lines={3} /> : null}
      {query.isError && moves.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && moves.length === 0 ? (
        <p className={styles.note}>No alias was moved yet. The way of latest is not listed.</p>
      ) : null}
      {moves.length > 0 ? (
        <ol className={styles.history}>
          {moves.map((move) => (
            <li key={move.id}>
              <AliasChip alias={move.alias} isProtected={protectedAliases.includes(move.alias)} />
              <span>{wayOf(move)}</span>
              <span className={styles.muted}>
                {move.by === null ? 'with the version' : <Truncated text={`by ${move.by}`} />}
              </span>
              <span className={styles.when}>
                <TimeAgo at={move.at} />
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      {query.hasNextPage ? (
        <Button
          kind="quiet"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show older moves
        </Button>
      ) : null}
    </Panel>
  );
}

function wayOf({ from, to }: Move): string {
  if (from === null) return `given to ${to ?? 'no version'}`;
  return to === null ? `taken off ${from}` : `moved from ${from} to ${to}`;
}
