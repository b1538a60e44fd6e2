import type { AnnotationQueueView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Ellipsis, Pencil, Plus, Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { PageWaiting } from '../../app/page-waiting.tsx';
import page from '../../app/shell/page.module.css';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type Column, DataTable, rowLinkClass } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useAnnotationQueues, useRemoveQueue } from '../../data/annotations.ts';
import { useProject } from '../../data/projects.ts';
import { TracesNav } from '../traces/traces-nav.tsx';
import styles from './annotations.module.css';
import { ProgressBar } from './progress-bar.tsx';
import { QueueDialog } from './queue-form/queue-dialog.tsx';

const route = getRouteApi('/$entity/$project/weave/annotations');

/** Queues of calls that wait for people to judge them. */
export function QueuesPage() {
  const { entity, project } = route.useParams();
  const place = { entity, project };
  useTitle('Annotation', project, entity);
  const list = useAnnotationQueues(place);
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  const [edited, setEdited] = useState<AnnotationQueueView | 'new' | null>(null);
  const [removed, setRemoved] = useState<AnnotationQueueView | null>(null);
  if (list.data === undefined) return <PageWaiting queries={[list]} />;
  const newQueue = canWrite ? (
    <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => setEdited('new')}>
      New queue
    </Button>
  ) : null;
  return (
    <div className={classNames(page.page, page.fill, page.wide)}>
      <div className={page.head}>
        <h1 className="visually-hidden">Annotation queues</h1>
        <TracesNav {...place} />
        <span className={page.spacer} />
        {list.data.length === 0 ? null : newQueue}
      </div>
      {list.data.length === 0 ? (
        <EmptyState icon={<Tags aria-hidden />} title="No annotation queues yet" action={newQueue}>
          A queue holds calls that people judge: what is asked, of whom, and how many each call
          needs. Then you see how much they agree, and how far your scorers agree with them.
        </EmptyState>
      ) : (
        <div className={page.list}>
          <DataTable
            label="Annotation queues"
            columns={columns(place, canWrite, setEdited, setRemoved)}
            rows={list.data.toReversed()}
            rowKey={({ id }) => id}
            rowHeight={44}
            minWidth={860}
          />
        </div>
      )}
      {edited === null ? null : (
        <QueueDialog
          {...place}
          queue={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
      {removed === null ? null : (
        <RemoveQueue {...place} queue={removed} onClose={() => setRemoved(null)} />
      )}
    </div>
  );
}

function RemoveQueue({
  entity,
  project,
  queue,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly queue: AnnotationQueueView;
  readonly onClose: () => void;
}) {
  const remove = useRemoveQueue({ entity, project });
  const toasts = useToasts();
  return (
    <ConfirmDialog
      isOpen
      title={`Delete “${queue.name}”?`}
      confirm="Delete queue"
      keep="Keep it"
      isBusy={remove.isPending}
      onConfirm={() =>
        remove.mutate(queue.id, {
          onSuccess: () => toasts.success('Queue deleted'),
          onError: (error) => toasts.failure('The queue was not deleted', error),
          onSettled: onClose,
        })
      }
      onClose={onClose}
    >
      Its list of {formatPlural(queue.items, 'call')} goes. The calls stay, with everything that was
      said of them.
    </ConfirmDialog>
  );
}

function columns(
  place: { readonly entity: string; readonly project: string },
  canWrite: boolean,
  edit: (queue: AnnotationQueueView) => void,
  remove: (queue: AnnotationQueueView) => void,
): readonly Column<AnnotationQueueView>[] {
  return [
    {
      id: 'name',
      title: 'Queue',
      width: 'minmax(200px, 2fr)',
      render: ({ id, name }) => (
        <Link
          to="/$entity/$project/weave/annotations/$queue"
          params={{ ...place, queue: id }}
          className={rowLinkClass}
        >
          <Truncated text={name} />
        </Link>
      ),
    },
    {
      id: 'progress',
      title: 'Progress',
      width: 'minmax(200px, 1.4fr)',
      render: (queue) => <ProgressBar queue={queue} />,
    },
    {
      id: 'fields',
      title: 'Asks for',
      width: 'minmax(140px, 1.2fr)',
      render: ({ fields }) => (
        <Truncated text={fields.map(({ title }) => title).join(', ') || 'Nothing yet'} />
      ),
    },
    {
      id: 'people',
      title: 'People',
      width: 'minmax(140px, 1fr)',
      render: ({ annotators, perItem }) => (
        <Truncated
          text={`${annotators.length === 0 ? 'Anyone' : annotators.join(', ')} · ${formatCount(perItem)} a call`}
        />
      ),
    },
    {
      id: 'created',
      title: 'Created',
      width: '110px',
      render: ({ createdAt }) => <TimeAgo at={createdAt} />,
    },
    {
      id: 'actions',
      title: '',
      width: '120px',
      align: 'end',
      render: (queue) => (
        <span className={styles.actions}>
          <Link
            to="/$entity/$project/weave/annotations/$queue/results"
            params={{ ...place, queue: queue.id }}
          >
            Results
          </Link>
          {canWrite ? (
            <Menu
              align="end"
              trigger={
                <IconButton
                  size="small"
                  label={`More about ${queue.name}`}
                  icon={<Ellipsis aria-hidden />}
                />
              }
            >
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => edit(queue)}>
                Edit
              </MenuItem>
              <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => remove(queue)}>
                Delete
              </MenuItem>
            </Menu>
          ) : null}
        </span>
      ),
    },
  ];
}
