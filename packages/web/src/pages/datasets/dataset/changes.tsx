import type { DatasetChangeKind, DatasetChanges, WeaveVersionHead } from '@runloom/model';
import { useState } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount } from '../../../components/format.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { entriesOf, valueText } from '../../../components/value-tree/api-json.ts';
import type { ProjectPlace } from '../../../data/client.ts';
import { useDatasetChanges } from '../../../data/datasets.ts';
import { VersionSelect } from '../../objects/version-select.tsx';
import styles from '../datasets.module.css';

type Change = DatasetChanges['rows'][number];

const KINDS = ['changed', 'added', 'removed'] as const;
const TONES = { changed: 'warning', added: 'success', removed: 'danger' } as const;
const MOST_TEXT = 4_000;

/** Rows that were added, removed and changed since another version, cell by cell. */
export function Changes({
  place,
  name,
  to,
  versions,
  from: chosen,
  onFrom,
}: {
  readonly place: ProjectPlace;
  readonly name: string;
  readonly to: WeaveVersionHead;
  readonly versions: readonly WeaveVersionHead[];
  /** The digest of the other version; null for the one before. */
  readonly from: string | null;
  readonly onFrom: (digest: string) => void;
}) {
  const [kind, setKind] = useState<DatasetChangeKind | null>(null);
  const others = versions.filter(({ digest }) => digest !== to.digest);
  const before =
    others.find(({ digest }) => digest === chosen) ??
    others.find(({ versionIndex }) => versionIndex < to.versionIndex) ??
    others[0];
  const query = useDatasetChanges(place, name, before?.digest ?? null, to.digest, kind);
  if (before === undefined) {
    return <EmptyState title="No other version">This is the only version so far.</EmptyState>;
  }
  const [first] = query.data?.pages ?? [];
  if (first === undefined) {
    if (query.isPending) return <Skeleton lines={6} label="Comparing" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { counts } = first;
  const rows = query.data?.pages.flatMap((part) => part.rows) ?? [];
  return (
    <>
      <div className={styles.counts}>
        <VersionSelect
          label="Compared with"
          versions={others}
          digest={before.digest}
          onChange={onFrom}
        />
        {KINDS.map((one) => (
          <Button
            key={one}
            size="small"
            aria-pressed={kind === one}
            kind={kind === one ? 'primary' : 'secondary'}
            disabled={counts[one] === 0}
            onClick={() => setKind(kind === one ? null : one)}
          >
            {formatCount(counts[one])} {one}
          </Button>
        ))}
        <span className={styles.muted}>
          {formatCount(counts.unchanged)} unchanged
          {first.isReordered ? ', in another order' : ''}
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No row differs">
          {first.isReordered ? 'Only the order is another.' : 'Both versions have the same rows.'}
        </EmptyState>
      ) : (
        <ScrollRegion label="Rows that differ" className={styles.grid}>
          {rows.map((row) => (
            <ChangedRow key={`${row.fromIndex}/${row.toIndex}`} row={row} />
          ))}
          {query.hasNextPage ? (
            <div className={styles.change}>
              <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            </div>
          ) : null}
        </ScrollRegion>
      )}
    </>
  );
}

function ChangedRow({ row }: { readonly row: Change }) {
  const { kind, fromIndex, toIndex } = row;
  const [before, after] = [new Map(entriesOf(row.before)), new Map(entriesOf(row.after))];
  const names = kind === 'changed' ? row.columns : [...before.keys(), ...after.keys()];
  return (
    <article className={styles.change}>
      <div className={styles.changeHead}>
        <Badge tone={TONES[kind]}>{kind}</Badge>
        <span>
          Row {toIndex ?? fromIndex}
          {kind === 'changed' && fromIndex !== toIndex ? `, before ${fromIndex}` : ''}
        </span>
      </div>
      <div className={styles.cells}>
        {names.map((name) => (
          <Cells
            key={name}
            name={name}
            before={kind === 'added' ? undefined : textOf(before.get(name))}
            after={kind === 'removed' ? undefined : textOf(after.get(name))}
          />
        ))}
      </div>
    </article>
  );
}

function Cells({
  name,
  before,
  after,
}: {
  readonly name: string;
  /** Undefined where the side has no such row. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}) {
  const isOne = before === undefined || after === undefined;
  const side = isOne ? styles.bothSides : '';
  return (
    <>
      <span className={styles.cellName}>{shownText(name)}</span>
      {before === undefined ? null : <div className={`${styles.before} ${side}`}>{before}</div>}
      {after === undefined ? null : <div className={`${styles.after} ${side}`}>{after}</div>}
    </>
  );
}

function textOf(value: unknown): string {
  if (value === undefined) return '–';
  const text = typeof value === 'string' ? value : valueText(value, 2);
  return shownText(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
}
