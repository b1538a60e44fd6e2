import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCallCount } from '../../data/calls.ts';
import { CallsTable } from '../traces/list/calls-table.tsx';
import { DEFAULT_LIST, type ListSort } from '../traces/list/list-state.ts';
import { useSelection } from '../traces/list/use-selection.ts';
import { useShownRun } from './run-context.ts';
import styles from './traces-tab.module.css';

/** Calls of LLM applications that were made in the run. */
export function TracesTab() {
  const { entity, project, name } = useShownRun();
  const selection = { run: name, rootsOnly: true };
  const count = useCallCount({ entity, project }, selection);
  const total = count.data?.count ?? 0;
  const selector = useSelection(total, name);
  const [sort, setSort] = useState<ListSort | null>(null);
  if (count.data === undefined) {
    if (count.isPending) return <Skeleton lines={6} label="Loading traces" />;
    return <ErrorState error={count.error} onRetry={() => void count.refetch()} />;
  }
  if (total === 0) {
    return (
      <EmptyState title="No traces in this run">
        Calls that weave traces while the run goes on appear here with the step they were made at.
      </EmptyState>
    );
  }
  const columns = ['name', 'status', 'step', 'inputs', 'output', 'started', 'latency', 'tokens'];
  return (
    <div className={styles.tab}>
      <p className={styles.head}>
        {formatPlural(total, 'trace')}{' '}
        <Link
          to="/$entity/$project/weave"
          params={{ entity, project }}
          search={{ run: name } as Record<string, string>}
          className={styles.link}
        >
          Open as a list
        </Link>
      </p>
      <div className={styles.list}>
        <CallsTable
          entity={entity}
          project={project}
          state={{ ...DEFAULT_LIST, run: name, columns, sort }}
          count={total}
          selector={selector}
          onSort={setSort}
        />
      </div>
    </div>
  );
}
