import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import page from '../../../app/shell/page.module.css';
import { useTitle } from '../../../app/title.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useAnnotationQueue, useNextItem, useQueueItem } from '../../../data/annotations.ts';
import { ProgressBar } from '../progress-bar.tsx';
import styles from './judge.module.css';
import { JudgedCall } from './judged-call.tsx';

const route = getRouteApi('/$entity/$project/weave/annotations/$queue');

/** One call of a queue after the other, with what is asked of it. */
export function JudgePage() {
  const { entity, project, queue: id } = route.useParams();
  const { item: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const place = { entity, project, queue: id };
  const queue = useAnnotationQueue(place);
  const next = useNextItem(place);
  const one = useQueueItem(place, chosen ?? null);
  // Where the reader came by, to go back.
  const [trail, setTrail] = useState<readonly string[]>([]);
  useTitle(queue.data?.name ?? 'Annotation', project, entity);
  const shown = chosen === undefined ? next : one;
  if (queue.data === undefined || shown.data === undefined) {
    return <PageWaiting queries={[queue, shown]} />;
  }
  const item = shown.data;
  const open = (to: string | undefined) =>
    void navigate({ search: to === undefined ? {} : { item: to }, replace: true });
  const goOn = async (done: string) => {
    setTrail([...trail.filter((other) => other !== done), done]);
    await Promise.all([next.refetch(), queue.refetch()]);
    open(undefined);
  };
  const before = trail.findLast((other) => other !== item?.id);
  return (
    <div className={styles.judge}>
      <header className={styles.judgeHead}>
        <Link to="/$entity/$project/weave/annotations" params={{ entity, project }}>
          Annotation
        </Link>
        <h1 className={page.title}>
          <Truncated text={queue.data.name} />
        </h1>
        <span className={page.spacer} />
        <ProgressBar queue={queue.data} />
        <Link to="/$entity/$project/weave/annotations/$queue/results" params={place}>
          Results
        </Link>
      </header>
      {item === null ? (
        <NothingLeft {...place} isAsked={queue.data.isAsked} isEmpty={queue.data.items === 0} />
      ) : (
        <JudgedCall
          key={item.id}
          {...place}
          guidelines={queue.data.description}
          fields={queue.data.fields}
          item={item}
          total={queue.data.items}
          onDone={() => goOn(item.id)}
          onBack={before === undefined ? null : () => open(before)}
        />
      )}
    </div>
  );
}

function NothingLeft({
  entity,
  project,
  queue,
  isAsked,
  isEmpty,
}: {
  readonly entity: string;
  readonly project: string;
  readonly queue: string;
  readonly isAsked: boolean;
  readonly isEmpty: boolean;
}) {
  if (isEmpty) {
    return (
      <EmptyState title="This queue has no calls yet">
        Choose some in{' '}
        <Link to="/$entity/$project/weave" params={{ entity, project }}>
          the list of traces
        </Link>{' '}
        and add them to the queue.
      </EmptyState>
    );
  }
  if (!isAsked) {
    return (
      <EmptyState title="You are not asked to judge these calls">
        Who made the queue can add you. Its{' '}
        <Link
          to="/$entity/$project/weave/annotations/$queue/results"
          params={{ entity, project, queue }}
        >
          results
        </Link>{' '}
        are open to you.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing waits for you here">
      Every call is judged by as many people as it needs, or others have them open.{' '}
      <Link
        to="/$entity/$project/weave/annotations/$queue/results"
        params={{ entity, project, queue }}
      >
        See the results
      </Link>
      .
    </EmptyState>
  );
}
