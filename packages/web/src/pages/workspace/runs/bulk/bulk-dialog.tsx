import type { BulkAction, RunSelection } from '@runloom/model';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { Dialog } from '../../../../components/dialog.tsx';
import { formatCount } from '../../../../components/format.ts';
import { TextField } from '../../../../components/text-field.tsx';
import { useToasts } from '../../../../components/toast.tsx';
import { useAlsoFrom } from '../../../../data/also-from.ts';
import { queryKeys } from '../../../../data/query-keys.ts';
import { type BulkProgress, changeRuns } from '../../../../data/run-bulk.ts';
import styles from './bulk-bar.module.css';

/** What is asked before something is done. */
export type Asking = 'tag' | 'move' | 'delete' | 'stop';

/** Refusals that are told one by one. */
const MOST_TOLD = 20;

const WORDS = {
  tag: { title: 'Tag', verb: 'Tag' },
  move: { title: 'Move', verb: 'Move' },
  stop: { title: 'Stop', verb: 'Ask to stop' },
  delete: { title: 'Delete', verb: 'Delete' },
} as const;

/** Asks what is needed, does it part by part, and tells what was refused. */
export function BulkDialog({
  entity,
  project,
  asking,
  count,
  request,
  onClose,
  onDone,
}: {
  readonly entity: string;
  readonly project: string;
  readonly asking: Asking;
  readonly count: string;
  readonly request: RunSelection;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [target, setTarget] = useState({ entity, project: '' });
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const [isBusy, setBusy] = useState(false);
  const abort = useRef(new AbortController());
  const action = actionOf(asking, add, remove, target);
  const also = useAlsoFrom();

  const run = async () => {
    if (action === null) return;
    setBusy(true);
    try {
      const outcome = await changeRuns(entity, project, { ...request, ...also }, action, {
        signal: abort.current.signal,
        onProgress: setProgress,
      });
      if (outcome.failed.length === 0) {
        toasts.success(
          `${WORDS[asking].title}: done for ${formatCount(outcome.done)} ${outcome.done === 1 ? 'run' : 'runs'}`,
        );
        onDone();
        onClose();
      }
    } catch (problem) {
      if (!abort.current.signal.aborted) toasts.failure('Not all runs were changed', problem);
    } finally {
      setBusy(false);
      void queryClient.invalidateQueries({ queryKey: queryKeys.project(entity, project) });
    }
  };
  const close = () => {
    abort.current.abort();
    onClose();
  };
  const { failed = [], done = 0 } = progress ?? {};
  return (
    <Dialog
      isOpen
      width="small"
      title={`${WORDS[asking].title} ${count}`}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{progress === null ? 'Cancel' : 'Close'}</Button>
          <Button
            kind={asking === 'delete' ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={action === null}
            onClick={() => void run()}
          >
            {WORDS[asking].verb}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {asking === 'tag' ? (
          <>
            <TextField
              label="Add tags"
              hint="Several are divided by commas"
              value={add}
              onChange={(event) => setAdd(event.target.value)}
            />
            <TextField
              label="Remove tags"
              value={remove}
              onChange={(event) => setRemove(event.target.value)}
            />
          </>
        ) : null}
        {asking === 'move' ? (
          <>
            <TextField
              label="User or team"
              value={target.entity}
              onChange={(event) => setTarget({ ...target, entity: event.target.value })}
            />
            <TextField
              label="Project"
              hint="It is made when there is none"
              value={target.project}
              onChange={(event) => setTarget({ ...target, project: event.target.value })}
            />
          </>
        ) : null}
        {asking === 'stop' ? (
          <p>Their scripts are asked to stop; they do so at their next heartbeat.</p>
        ) : null}
        {asking === 'delete' ? (
          <p>They go to the trash, from which they can be taken back for 7 days.</p>
        ) : null}
        {progress === null ? null : (
          <p role="status">
            {formatCount(done)} done
            {failed.length > 0 ? `, ${formatCount(failed.length)} refused` : ''}
            {isBusy ? '…' : ''}
          </p>
        )}
        {failed.length > 0 ? (
          <ul className={styles.failed}>
            {failed.slice(0, MOST_TOLD).map(({ run: name, message }) => (
              <li key={name}>
                <bdi>{name}</bdi>: {message}
              </li>
            ))}
            {failed.length > MOST_TOLD ? (
              <li>and {formatCount(failed.length - MOST_TOLD)} more</li>
            ) : null}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Null while something is missing. */
function actionOf(
  asking: Asking,
  add: string,
  remove: string,
  target: { readonly entity: string; readonly project: string },
): BulkAction | null {
  const tags = (text: string) =>
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
  switch (asking) {
    case 'tag': {
      const action = { kind: 'tag', add: tags(add), remove: tags(remove) } as const;
      return action.add.length + action.remove.length === 0 ? null : action;
    }
    case 'move': {
      const to = { entity: target.entity.trim(), project: target.project.trim() };
      return to.entity === '' || to.project === '' ? null : { kind: 'move', ...to };
    }
    default:
      return { kind: asking };
  }
}
