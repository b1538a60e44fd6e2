import type { BrowserSessionView } from '@runloom/model';
import { useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useBrowserSessions, useEndOtherSessions, useEndSession } from '../../data/sign-in.ts';
import { deviceOf } from './device.ts';
import { Section } from './section.tsx';
import styles from './sessions-section.module.css';

/** Where the reader is signed in, and how to end that. */
export function SessionsSection() {
  const sessions = useBrowserSessions();
  const end = useEndSession();
  const toasts = useToasts();
  const endOne = ({ id, userAgent }: BrowserSessionView) =>
    end.mutate(id, {
      onSuccess: () => toasts.success(`Signed out of ${deviceOf(userAgent)}`),
      onError: (error) => toasts.failure('The session goes on', error),
    });
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  return (
    <Section
      title="Sessions"
      description="Browsers that are signed in as you. End those that you do not know, and change your password then."
    >
      {sessions.isPending ? <Skeleton lines={3} /> : null}
      {sessions.isError ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : null}
      {sessions.data ? (
        <div className={styles.frame}>
          <Table label="Sessions">
            <thead>
              <tr>
                <HeadCell>Device</HeadCell>
                <HeadCell width="24%">Address</HeadCell>
                <HeadCell width="16%">Signed in</HeadCell>
                <HeadCell width="16%">Last used</HeadCell>
                <HeadCell width="96px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {sessions.data.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isBusy={end.isPending && end.variables === session.id}
                  onEnd={() => endOne(session)}
                />
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
      {others > 0 ? <EndOthers count={others} /> : null}
    </Section>
  );
}

function SessionRow({
  session,
  isBusy,
  onEnd,
}: {
  readonly session: BrowserSessionView;
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}) {
  const { userAgent, address, openedBy, createdAt, lastSeenAt, isCurrent } = session;
  const device = deviceOf(userAgent);
  return (
    <Row className={styles.row}>
      <Cell>
        <span className={styles.device}>
          <Truncated text={device} />
          {isCurrent ? <Badge tone="success">This one</Badge> : null}
        </span>
        <span className={styles.how}>{howOpened(openedBy)}</span>
      </Cell>
      <Cell isMuted>{address === '' ? 'Not known' : <Truncated text={address} />}</Cell>
      <Cell isMuted>
        <TimeAgo at={createdAt} />
      </Cell>
      <Cell isMuted>
        <TimeAgo at={lastSeenAt} />
      </Cell>
      <Cell align="end">
        {isCurrent ? null : (
          <Button
            kind="quiet"
            size="small"
            isBusy={isBusy}
            aria-label={`End the session of ${device}`}
            onClick={onEnd}
          >
            End
          </Button>
        )}
      </Cell>
    </Row>
  );
}

function EndOthers({ count }: { readonly count: number }) {
  const [isAsking, setAsking] = useState(false);
  const end = useEndOtherSessions();
  const toasts = useToasts();
  const confirm = () =>
    end.mutate(undefined, {
      onSuccess: (ended) => {
        toasts.success(ended === 1 ? 'One session ended' : `${ended} sessions ended`);
        setAsking(false);
      },
      onError: (error) => toasts.failure('The sessions go on', error),
    });
  return (
    <>
      <Button className={styles.endOthers} onClick={() => setAsking(true)}>
        End all other sessions
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title="End all other sessions?"
        keep="Keep them"
        confirm={count === 1 ? 'End 1 session' : `End ${count} sessions`}
        isBusy={end.isPending}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <p>You stay signed in here. API keys are not touched: scripts go on.</p>
      </ConfirmDialog>
    </>
  );
}

function howOpened(openedBy: string): string {
  if (openedBy === 'password') return 'By password';
  if (openedBy === 'link') return 'By one-time link';
  return `By ${openedBy.replace(/^oidc:/, '')}`;
}
