import type { ThreadSort, ThreadView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { classNames } from '../../../components/class-names.ts';
import {
  type Column,
  DataTable,
  rowLinkClass,
  type Sort,
} from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatCount } from '../../../components/format.ts';
import { parseSort } from '../../../components/sort-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useThreads } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { formatLatency } from '../format.ts';
import { TracesNav } from '../traces-nav.tsx';

const route = getRouteApi('/$entity/$project/weave/threads');
const SORTS: readonly ThreadSort[] = ['updated', 'started', 'turns', 'median', 'p99', 'id'];

/** The conversations of a project: calls that share a thread. */
export function ThreadsPage() {
  const { entity, project } = route.useParams();
  const { sort: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const sort = readSort(asked);
  useTitle('Threads', project, entity);
  useLiveProject(entity, project);
  const list = useThreads(
    { entity, project },
    {
      sort: sort.column as ThreadSort,
      direction: sort.direction === 'ascending' ? 'asc' : 'desc',
    },
  );
  if (list.data === undefined) {
    if (list.isPending) return <PagePending />;
    return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  }
  const rows = list.data.pages.flatMap(({ threads }) => threads);
  return (
    <div className={classNames(page.page, page.fill, page.wide)}>
      <div className={page.head}>
        <h1 className="visually-hidden">Threads</h1>
        <TracesNav entity={entity} project={project} />
      </div>
      {rows.length === 0 ? (
        <EmptyState icon={<MessagesSquare aria-hidden />} title="No threads yet">
          Calls that were made within <code>weave.thread("…")</code>, or whose spans name a session
          or conversation, appear here, turn by turn.
        </EmptyState>
      ) : (
        <div className={page.list}>
          <DataTable
            label="Threads"
            columns={columns({ entity, project })}
            rows={rows}
            rowKey={({ id }) => id}
            minWidth={760}
            sort={sort}
            onSort={(column) => {
              const isSame = column === sort.column && sort.direction === 'descending';
              void navigate({ search: { sort: `${isSame ? '' : '-'}${column}` }, replace: true });
            }}
            onEnd={
              list.hasNextPage && !list.isFetchingNextPage
                ? () => void list.fetchNextPage()
                : undefined
            }
          />
        </div>
      )}
    </div>
  );
}

function readSort(text: string | undefined): Sort {
  const sort = parseSort(text ?? '');
  if (SORTS.some((one) => one === sort.column)) return sort;
  return { column: 'updated', direction: 'descending' };
}

function columns(params: {
  readonly entity: string;
  readonly project: string;
}): readonly Column<ThreadView>[] {
  const took = (milliseconds: number | null) =>
    milliseconds === null ? '–' : formatLatency(milliseconds);
  return [
    {
      id: 'id',
      title: 'Thread',
      width: 'minmax(220px, 2fr)',
      isSortable: true,
      render: ({ id }) => (
        <Link
          to="/$entity/$project/weave/threads/$thread"
          params={{ ...params, thread: id }}
          className={rowLinkClass}
        >
          <Truncated text={id} />
        </Link>
      ),
    },
    {
      id: 'turns',
      title: 'Turns',
      width: '92px',
      align: 'end',
      isSortable: true,
      render: ({ turnCount }) => formatCount(turnCount),
    },
    {
      id: 'median',
      title: 'Median turn',
      width: '120px',
      align: 'end',
      isSortable: true,
      render: ({ medianTurnMs }) => took(medianTurnMs),
    },
    {
      id: 'p99',
      title: 'p99 turn',
      width: '110px',
      align: 'end',
      isSortable: true,
      render: ({ p99TurnMs }) => took(p99TurnMs),
    },
    {
      id: 'started',
      title: 'Started',
      width: '120px',
      isSortable: true,
      render: ({ startedAt }) => <TimeAgo at={startedAt} />,
    },
    {
      id: 'updated',
      title: 'Last turn',
      width: '120px',
      isSortable: true,
      render: ({ updatedAt }) => <TimeAgo at={updatedAt} />,
    },
  ];
}
