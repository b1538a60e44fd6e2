import type { AutomationView, ExecutionView } from '@runloom/model';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useExecutions } from '../../../data/automations.ts';
import styles from '../automations.module.css';
import { ExecutionState } from '../state-badge.tsx';
import { ExecutionBody } from './execution-body.tsx';

/** What an automation did, last first; each opens to its tries and what was sent. */
export function ExecutionsPanel({ automation }: { readonly automation: AutomationView }) {
  const query = useExecutions(automation.id);
  const [open, setOpen] = useState<number | null>(null);
  const executions = query.data?.pages.flatMap((page) => page.executions) ?? [];
  return (
    <Panel title="History" isFlush>
      {query.isPending ? <Skeleton lines={4} /> : null}
      {query.isError && executions.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && executions.length === 0 ? (
        <p className={styles.note}>
          It did not act yet. What happened before it was made sets off nothing.
        </p>
      ) : null}
      <ol className={styles.executions}>
        {executions.map((execution) => (
          <Execution
            key={execution.id}
            automation={automation}
            execution={execution}
            isOpen={open === execution.id}
            onToggle={() => setOpen(open === execution.id ? null : execution.id)}
          />
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button
          kind="quiet"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
    </Panel>
  );
}

function Execution({
  automation,
  execution,
  isOpen,
  onToggle,
}: {
  readonly automation: AutomationView;
  readonly execution: ExecutionView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const bodyId = useId();
  const { subject, reason, attempts, detail, createdAt } = execution;
  return (
    <li className={styles.execution}>
      <button
        type="button"
        className={styles.executionHead}
        aria-expanded={isOpen}
        aria-controls={bodyId}
        onClick={onToggle}
      >
        <ChevronRight aria-hidden />
        <ExecutionState execution={execution} />
        <span className={styles.two}>
          <Truncated text={`${subject}: ${reason}`} />
          <Truncated
            text={[
              execution.resentBy === null ? '' : `Sent again by ${execution.resentBy}.`,
              attempts > 1 ? `${formatPlural(attempts, 'try', 'tries')}.` : '',
              detail ?? '',
            ]
              .filter((part) => part !== '')
              .join(' ')}
            className={styles.second}
          />
        </span>
        <span className={styles.when}>
          <TimeAgo at={createdAt} />
        </span>
      </button>
      <div id={bodyId}>
        {isOpen ? <ExecutionBody automation={automation} execution={execution} /> : null}
      </div>
    </li>
  );
}
