import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatPlural } from '../../../components/format.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useCall, useCallCount, useCallPages } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { readInputMessages, readOutputMessages } from '../call/chat/messages.ts';
import { ExceptionView } from '../call/exception-view.tsx';
import { ValueView } from '../call/value-view.tsx';
import { formatLatency } from '../format.ts';
import { StatusBadge } from '../status.tsx';
import { TracesNav } from '../traces-nav.tsx';
import styles from './threads.module.css';

const route = getRouteApi('/$entity/$project/weave/threads/$thread');
/** Turns that are read whole at once. */
const TURNS_AT_ONCE = 20;

/** One conversation, turn by turn, the latest at the end. */
export function ThreadPage() {
  const { entity, project, thread } = route.useParams();
  const place = { entity, project };
  useTitle(thread, 'Threads', project);
  useLiveProject(entity, project);
  const [shown, setShown] = useState(TURNS_AT_ONCE);
  // A turn is the call that stands for itself; spans of OpenTelemetry have none, there roots are turns.
  const count = useCallCount(place, { thread, rootsOnly: true });
  const [newest] = useCallPages(
    place,
    { thread, rootsOnly: true, sort: [{ field: 'started', direction: 'desc' }] },
    [0],
  );
  const turns = useMemo(() => newest?.data?.rows.slice(0, shown).toReversed(), [newest, shown]);
  if (turns === undefined) {
    if (newest?.isPending) return <PagePending />;
    return <PageError error={newest?.error ?? null} onRetry={() => void newest?.refetch()} />;
  }
  const total = count.data?.count ?? turns.length;
  const read = newest?.data?.rows.length ?? 0;
  return (
    <div className={page.page}>
      <TracesNav {...place} />
      <div className={page.head}>
        <h1 className={page.title}>
          <Truncated text={thread} />
        </h1>
        <span className={page.spacer} />
        <span>{formatPlural(total, 'turn')}</span>
        <Link
          to="/$entity/$project/weave"
          params={place}
          search={{ thread, calls: 'all' } as Record<string, string>}
        >
          All calls
        </Link>
      </div>
      {turns.length === 0 ? (
        <EmptyState title="Nothing of this thread is here">
          It has no calls, or they were deleted.
        </EmptyState>
      ) : null}
      <div className={styles.turns}>
        {read > shown ? (
          <Button onClick={() => setShown(shown + TURNS_AT_ONCE)}>Earlier turns</Button>
        ) : total > read && read > 0 ? (
          <p>The {read} latest turns are shown here; the list of calls has all of them.</p>
        ) : null}
        {turns.map(({ id }) => (
          <Turn key={id} entity={entity} project={project} id={id} />
        ))}
      </div>
    </div>
  );
}

function Turn({
  entity,
  project,
  id,
}: {
  readonly entity: string;
  readonly project: string;
  readonly id: string;
}) {
  const call = useCall({ entity, project }, id).data;
  const messages = useMemo(() => {
    const sent = readInputMessages(call?.inputs);
    // What was said in the turns before stands there already.
    return { sent: sent?.slice(-1) ?? null, answered: readOutputMessages(call?.output) };
  }, [call]);
  if (call === undefined) return <Skeleton lines={3} label="Loading a turn" />;
  return (
    <article className={styles.turn} aria-label={call.name}>
      <header className={styles.turnHead}>
        <Link
          to="/$entity/$project/weave/calls/$call"
          params={{ entity, project, call: id }}
          search={{ trace: call.traceId }}
          className={styles.turnName}
        >
          <Truncated text={call.name} />
        </Link>
        <StatusBadge status={call.status} />
        <TimeAgo at={call.startedAt} />
        {call.latencyMs === null ? null : formatLatency(call.latencyMs)}
      </header>
      {call.exception === null ? null : <ExceptionView exception={call.exception} />}
      <ValueView title="Inputs" value={call.inputs} messages={messages.sent} />
      {call.output === null ? null : (
        <ValueView title="Output" value={call.output} messages={messages.answered} />
      )}
    </article>
  );
}
