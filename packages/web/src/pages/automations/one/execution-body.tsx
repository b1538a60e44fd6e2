import type { AutomationView, ExecutionView } from '@runloom/model';
import { Send } from 'lucide-react';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatDateTime } from '../../../components/format.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useNow } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useExecution, useResend } from '../../../data/automations.ts';
import styles from '../automations.module.css';
import { subjectPath } from '../describe.ts';
import { PreparedCall } from '../prepared-call.tsx';

/** Every try of an execution with its answer, when the next one is due, and what is sent. */
export function ExecutionBody({
  automation,
  execution,
}: {
  readonly automation: AutomationView;
  readonly execution: ExecutionView;
}) {
  const query = useExecution(automation.id, execution.id);
  const resend = useResend(automation.id);
  const toasts = useToasts();
  const detail = query.data;
  const again = () =>
    resend.mutate(execution.id, {
      onSuccess: () => toasts.success('It is sent once more'),
      onError: (error) => toasts.failure('It was not sent again', error),
    });
  return (
    <div className={styles.executionBody}>
      {query.isPending ? <Skeleton lines={3} /> : null}
      {query.isError && detail === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {detail === undefined ? null : (
        <>
          <Subject subject={detail.subject} />
          {detail.tries.length === 0 ? (
            <p className={styles.muted}>
              {detail.attempts === 0
                ? 'It was not tried yet.'
                : 'Its tries were made before they were written down one by one.'}
            </p>
          ) : (
            <ol className={styles.tries} aria-label="Tries">
              {detail.tries.map(({ number, ok, detail: answer, at }) => (
                <li key={number}>
                  <Badge tone={ok ? 'success' : 'danger'}>Try {number}</Badge>
                  <span>{answer}</span>
                  <time className={styles.when} dateTime={new Date(at).toISOString()}>
                    {formatDateTime(at)}
                  </time>
                </li>
              ))}
            </ol>
          )}
          {detail.nextAttemptAt === null ? null : <NextAttempt at={detail.nextAttemptAt} />}
          {detail.call === null ? null : <PreparedCall call={detail.call} />}
          {automation.canWrite && detail.state !== 'waiting' ? (
            <div className={styles.actions}>
              <Button
                size="small"
                icon={<Send aria-hidden />}
                isBusy={resend.isPending}
                onClick={again}
              >
                Send again
              </Button>
              <span className={styles.faint}>
                For the same event, as the automation stands now.
              </span>
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}

function Subject({ subject }: { readonly subject: string }) {
  const path = subjectPath(subject);
  if (path === null) return null;
  return (
    <p>
      <a href={path} className={styles.link}>
        <Truncated text={subject} />
      </a>
    </p>
  );
}

function NextAttempt({ at }: { readonly at: number }) {
  const seconds = Math.max(0, Math.ceil((at - useNow(1_000)) / 1_000));
  return (
    <p className={styles.muted}>
      {seconds === 0 ? 'The next try is due now.' : `The next try is in ${seconds} s.`}
    </p>
  );
}
