import { pathSegment } from '@runloom/model';
import { useMemo, useState } from 'react';
import { type Column, DataTable, type Sort } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { shownText } from '../../components/shown-text.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { entriesOf, valueText } from '../../components/value-tree/api-json.ts';
import { useWeaveTable } from '../../data/weave-objects.ts';
import styles from './objects.module.css';

interface ShownRow {
  readonly index: number;
  readonly cells: ReadonlyMap<string, unknown>;
}

const MOST_COLUMNS = 40;
const MOST_TEXT = 300;

/** The rows of a data set; more are read as they are scrolled to. */
export function TableRows({
  entity,
  project,
  digest,
}: {
  readonly entity: string;
  readonly project: string;
  readonly digest: string;
}) {
  const [sort, setSort] = useState<Sort | null>(null);
  const query = useWeaveTable(
    entity,
    project,
    digest,
    sort === null
      ? null
      : {
          field: pathSegment(sort.column),
          direction: sort.direction === 'ascending' ? 'asc' : 'desc',
        },
  );
  const rows = useMemo<readonly ShownRow[]>(
    () =>
      (query.data?.pages ?? []).flatMap((part) =>
        part.rows.map(({ index, value }) => ({ index, cells: new Map(entriesOf(value)) })),
      ),
    [query.data],
  );
  const keys = useMemo(() => {
    const found = new Set<string>();
    for (const { cells } of rows) for (const key of cells.keys()) found.add(key);
    return [...found].slice(0, MOST_COLUMNS);
  }, [rows]);
  const columns = useMemo<readonly Column<ShownRow>[]>(
    () => [
      {
        id: '',
        title: '#',
        width: '64px',
        align: 'end',
        render: ({ index }) => <span className={styles.none}>{index}</span>,
      },
      ...keys.map(
        (key): Column<ShownRow> => ({
          id: key,
          title: shownText(key),
          width: 'minmax(140px, 1fr)',
          isSortable: true,
          render: ({ cells }) => <Value value={cells.get(key)} />,
        }),
      ),
    ],
    [keys],
  );
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton lines={6} label="Reading rows" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) return <p className={styles.padded}>The table has no rows.</p>;
  return (
    <div className={styles.tall}>
      <DataTable
        label="Rows"
        columns={columns}
        rows={rows}
        rowKey={({ index }) => String(index)}
        minWidth={64 + keys.length * 140}
        sort={sort}
        onSort={(column) => setSort(nextSort(sort, column))}
        onEnd={
          query.hasNextPage && !query.isFetchingNextPage
            ? () => void query.fetchNextPage()
            : undefined
        }
      />
    </div>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (value === undefined) return <span className={styles.none}>–</span>;
  const text = typeof value === 'string' ? value : valueText(value);
  return <Truncated text={text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text} />;
}

/** Upward, downward, then as it was. */
function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}
