import type { CallSelection } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Columns2, Table2, Tags, Trash2, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import layout from '../../../app/shell/full-page.module.css';
import { Button, buttonClass } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useRemoveCalls } from '../../../data/calls.ts';
import { MOST_COMPARED_CALLS } from '../compare/compare-calls.ts';
import type { CallSelector } from './use-selection.ts';

const AddToQueue = lazy(async () => ({
  default: (await import('../../annotations/add-to-queue.tsx')).AddToQueue,
}));
const FromCallsDialog = lazy(() =>
  import('../../datasets/from-calls/from-calls-dialog.tsx').then((file) => ({
    default: file.FromCallsDialog,
  })),
);

/** What can be done with the calls that are chosen. */
export function ActionsBar({
  entity,
  project,
  selection,
  selector,
  canWrite,
}: {
  readonly entity: string;
  readonly project: string;
  readonly selection: CallSelection;
  readonly selector: CallSelector;
  readonly canWrite: boolean;
}) {
  const [dialog, setDialog] = useState<'delete' | 'queue' | 'dataset' | null>(null);
  const close = () => setDialog(null);
  const remove = useRemoveCalls({ entity, project });
  const toasts = useToasts();
  if (selector.count === 0) return null;
  const count = formatPlural(selector.count, 'call');
  const { chosen } = selector;
  const calls =
    'ids' in chosen ? { ids: [...chosen.ids] } : { selection, except: [...chosen.except] };
  const confirm = () =>
    remove.mutate(calls, {
      onSuccess: (removed) => {
        toasts.success(`${formatPlural(removed.count, 'call')} deleted`);
        selector.clear();
      },
      onError: (error) => toasts.failure('Not all calls were deleted', error),
      onSettled: close,
    });
  return (
    <div className={layout.bar} role="toolbar" aria-label="Selected calls">
      <span className={layout.count} role="status">
        {count} selected
      </span>
      <span className={layout.spacer} />
      {'ids' in chosen && chosen.ids.length > 1 && chosen.ids.length <= MOST_COMPARED_CALLS ? (
        <Link
          to="/$entity/$project/weave/compare-calls"
          params={{ entity, project }}
          search={{ calls: chosen.ids.join(',') }}
          className={buttonClass('secondary', 'small')}
        >
          <Columns2 aria-hidden />
          Compare
        </Link>
      ) : null}
      {canWrite ? (
        <>
          <Button size="small" icon={<Tags aria-hidden />} onClick={() => setDialog('queue')}>
            Annotate
          </Button>
          <Button size="small" icon={<Table2 aria-hidden />} onClick={() => setDialog('dataset')}>
            Add to a dataset
          </Button>
          <Button size="small" icon={<Trash2 aria-hidden />} onClick={() => setDialog('delete')}>
            Delete
          </Button>
        </>
      ) : null}
      <IconButton
        size="small"
        label="Select none"
        icon={<X aria-hidden />}
        onClick={selector.clear}
      />
      <Suspense>
        {dialog === 'queue' ? (
          <AddToQueue
            entity={entity}
            project={project}
            calls={calls}
            count={selector.count}
            onClose={close}
          />
        ) : null}
        {dialog === 'dataset' ? (
          <FromCallsDialog
            place={{ entity, project }}
            selection={selection}
            chosen={chosen}
            count={selector.count}
            onClose={close}
          />
        ) : null}
      </Suspense>
      <ConfirmDialog
        isOpen={dialog === 'delete'}
        title={`Delete ${count}?`}
        confirm="Delete"
        keep="Keep them"
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={close}
      >
        Everything that they called is deleted with them. This can’t be undone.
      </ConfirmDialog>
    </div>
  );
}
