import type { LeaderboardView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Trophy } from 'lucide-react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import page from '../../../app/shell/page.module.css';
import { useTitle } from '../../../app/title.ts';
import { classNames } from '../../../components/class-names.ts';
import { type Column, DataTable, rowLinkClass } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatCount } from '../../../components/format.ts';
import { Truncated } from '../../../components/truncated.tsx';
import { useLeaderboards } from '../../../data/evaluations.ts';
import { useLiveProject } from '../../../data/live.ts';
import { EvaluationsNav } from '../evaluations-nav.tsx';

const route = getRouteApi('/$entity/$project/weave/leaderboards');

/** The leaderboards of a project. */
export function LeaderboardsPage() {
  const { entity, project } = route.useParams();
  const query = useLeaderboards({ entity, project });
  useTitle('Leaderboards', project, entity);
  useLiveProject(entity, project);
  if (query.data === undefined) return <PageWaiting queries={[query]} />;
  const { leaderboards } = query.data;
  return (
    <div className={classNames(page.page, page.fill, page.wide)}>
      <div className={page.head}>
        <h1 className="visually-hidden">Leaderboards</h1>
        <EvaluationsNav entity={entity} project={project} />
      </div>
      {leaderboards.length === 0 ? (
        <EmptyState icon={<Trophy aria-hidden />} title="No leaderboards yet">
          Choose evaluations in{' '}
          <Link to="/$entity/$project/weave/evaluations" params={{ entity, project }}>
            the list
          </Link>{' '}
          and make one, or publish a <code>weave.Leaderboard</code>.
        </EmptyState>
      ) : (
        <div className={page.list}>
          <DataTable
            label="Leaderboards"
            columns={columns({ entity, project })}
            rows={leaderboards}
            rowKey={({ name }) => name}
            minWidth={560}
          />
        </div>
      )}
    </div>
  );
}

const columns = (params: {
  readonly entity: string;
  readonly project: string;
}): readonly Column<LeaderboardView>[] => [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(200px, 1fr)',
    render: ({ name, title }) => (
      <Link
        to="/$entity/$project/weave/leaderboards/$leaderboard"
        params={{ ...params, leaderboard: name }}
        className={rowLinkClass}
      >
        <Truncated text={title} />
      </Link>
    ),
  },
  {
    id: 'description',
    title: 'Description',
    width: 'minmax(200px, 2fr)',
    render: ({ description }) => <Truncated text={description ?? '–'} />,
  },
  {
    id: 'columns',
    title: 'Metrics',
    width: '100px',
    align: 'end',
    render: ({ columns: all }) => formatCount(all.length),
  },
  {
    id: 'models',
    title: 'Models',
    width: '100px',
    align: 'end',
    render: ({ rows }) => formatCount(rows.length),
  },
];
