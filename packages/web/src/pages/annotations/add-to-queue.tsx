import type { QueueItemsInput } from '@runloom/model';
import { useState } from 'react';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorState, messageOf } from '../../components/error-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useToasts } from '../../components/toast.tsx';
import { useAddToQueue, useAnnotationQueues } from '../../data/annotations.ts';
import styles from './annotations.module.css';
import { QueueDialog } from './queue-form/queue-dialog.tsx';

const NEW = 'new';

/** Puts chosen calls into a queue that there is, or into a new one. */
export function AddToQueue({
  entity,
  project,
  calls,
  count,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly calls: z.input<typeof QueueItemsInput>;
  readonly count: number;
  readonly onClose: () => void;
}) {
  const place = { entity, project };
  const queues = useAnnotationQueues(place);
  const add = useAddToQueue(place);
  const toasts = useToasts();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isMaking, setMaking] = useState(false);
  const put = (queue: string) =>
    add.mutate(
      { queue, ...calls },
      {
        onSuccess: ({ added, duplicates }) => {
          const known = duplicates === 0 ? '' : `, ${duplicates} were there already`;
          toasts.success(`${formatPlural(added, 'call')} added${known}`);
          onClose();
        },
      },
    );
  if (isMaking) {
    return (
      <QueueDialog
        {...place}
        queue={null}
        onClose={() => setMaking(false)}
        onMade={({ id }) => put(id)}
      />
    );
  }
  const list = queues.data?.toReversed() ?? [];
  const queue = chosen ?? list[0]?.id ?? NEW;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="small"
      title={`Add ${formatPlural(count, 'call')} to a queue`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={queues.data === undefined}
            isBusy={add.isPending}
            onClick={() => (queue === NEW ? setMaking(true) : put(queue))}
          >
            {queue === NEW ? 'Go on' : 'Add'}
          </Button>
        </>
      }
    >
      {queues.data === undefined ? (
        queues.isPending ? (
          <Skeleton height={60} />
        ) : (
          <ErrorState error={queues.error} onRetry={() => void queues.refetch()} />
        )
      ) : (
        <SelectField
          label="Queue"
          hint="Calls that are in it already stay where they are."
          value={queue}
          choices={[
            ...list.map(({ id, name }) => ({ value: id, label: name })),
            { value: NEW, label: 'A new queue…' },
          ]}
          onChange={setChosen}
        />
      )}
      {add.isError ? (
        <p role="alert" className={styles.error}>
          {messageOf(add.error)}
        </p>
      ) : null}
    </Dialog>
  );
}
