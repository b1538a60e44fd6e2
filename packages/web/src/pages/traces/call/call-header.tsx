import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatCount, formatDateTime } from '../../../components/format.ts';
import { InlineEdit } from '../../../components/inline-edit.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useRenameCall } from '../../../data/calls.ts';
import { formatCost, formatLatency } from '../format.ts';
import { StatusBadge } from '../status.tsx';
import { KindMark } from '../trace/kind-mark.tsx';
import styles from './call.module.css';
import type { CallPaneProps } from './call-props.ts';

/** The name of a call, and what counts at a glance. */
export function CallHeader({ entity, project, call, canWrite }: CallPaneProps) {
  const rename = useRenameCall({ entity, project }, call.id);
  const toasts = useToasts();
  const { run } = call;
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <KindMark kind={call.kind} name={call.name} />
        <InlineEdit
          label="Name"
          value={call.name}
          maxLength={1_024}
          canEdit={canWrite}
          onSave={(name) =>
            rename.mutate(name, {
              onError: (error) => toasts.failure('The name was not changed', error),
            })
          }
        >
          <h1 className={styles.name}>
            <Truncated text={call.name} />
          </h1>
        </InlineEdit>
        <StatusBadge status={call.status} />
        <span className={styles.spacer} />
        {call.op === 'Evaluation.evaluate' ? (
          <Link
            to="/$entity/$project/weave/evaluations/$evaluation"
            params={{ entity, project, evaluation: call.id }}
            className={buttonClass('secondary', 'small')}
          >
            Results
          </Link>
        ) : null}
        <CopyButton text={call.id} label="Copy the id of the call" />
      </div>
      <dl className={styles.facts}>
        <Fact title="Started">
          <span title={formatDateTime(call.startedAt)}>
            <TimeAgo at={call.startedAt} />
          </span>
        </Fact>
        {call.latencyMs === null ? null : (
          <Fact title="Latency">{formatLatency(call.latencyMs)}</Fact>
        )}
        {call.tokens === null ? null : <Fact title="Tokens">{formatCount(call.tokens)}</Fact>}
        {call.cost === null ? null : <Fact title="Cost">{formatCost(call.cost)}</Fact>}
        {call.op === call.name ? null : (
          <Fact title="Op">
            <Truncated text={call.op} />
          </Fact>
        )}
        {call.user === null ? null : (
          <Fact title="User">
            <Truncated text={call.user} />
          </Fact>
        )}
        {call.thread === null ? null : (
          <Fact title="Thread">
            <Link
              to="/$entity/$project/weave/threads/$thread"
              params={{ entity, project, thread: call.thread }}
            >
              <Truncated text={call.thread} />
            </Link>
          </Fact>
        )}
        {run === null ? null : (
          <Fact title="Run">
            <Link
              to="/$entity/$project/runs/$run"
              params={{ entity: run.entity, project: run.project, run: run.name }}
            >
              <Truncated text={run.step === null ? run.name : `${run.name}, step ${run.step}`} />
            </Link>
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
