import { type ActivityItem, reportPath } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Activity as ActivityIcon, FileText, LineChart, Package } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useActivity } from '../../data/teams.ts';
import styles from './activity-tab.module.css';

const ICONS = {
  run: <LineChart aria-hidden />,
  artifact: <Package aria-hidden />,
  report: <FileText aria-hidden />,
} as const;

/** What was made last, newest first. */
export function ActivityTab({ of }: { readonly of: { entity: string } | { username: string } }) {
  const activity = useActivity(of);
  if (activity.isPending) return <Skeleton lines={6} />;
  if (activity.isError) {
    return <ErrorState error={activity.error} onRetry={() => void activity.refetch()} />;
  }
  if (activity.data.length === 0) {
    return (
      <EmptyState icon={<ActivityIcon aria-hidden />} title="Nothing happened yet">
        Runs, artifacts and reports that you may see are listed here, newest first.
      </EmptyState>
    );
  }
  return (
    <ol className={styles.list} aria-label="Activity">
      {activity.data.map((item) => (
        <li key={`${item.kind} ${item.entity}/${item.project}/${item.title} ${item.at}`}>
          <span className={styles.icon}>{ICONS[item.kind]}</span>
          <span className={styles.what}>
            <ItemLink item={item} />
            <span className={styles.detail}>
              {item.kind} in{' '}
              <Link to="/$entity/$project" params={{ entity: item.entity, project: item.project }}>
                <bdi>{item.project}</bdi>
              </Link>
              {item.user === null ? null : (
                <>
                  {' by '}
                  <Link to="/$entity" params={{ entity: item.user }}>
                    {item.user}
                  </Link>
                </>
              )}
            </span>
          </span>
          <span className={styles.time}>
            <TimeAgo at={item.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function ItemLink({ item }: { readonly item: ActivityItem }) {
  const { entity, project } = item;
  const title = <Truncated text={item.title || 'Untitled'} className={styles.title} />;
  if (item.kind === 'run') {
    return (
      <Link to="/$entity/$project/runs/$run" params={{ entity, project, run: item.name }}>
        {title}
      </Link>
    );
  }
  if (item.kind === 'artifact') {
    return (
      <Link to="/$entity/$project/artifacts" params={{ entity, project }}>
        {title}
      </Link>
    );
  }
  const report = { entityName: entity, projectName: project, title: item.title, id: item.name };
  return <a href={reportPath(report)}>{title}</a>;
}
