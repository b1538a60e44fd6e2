import type { WeaveVersionHead } from '@runloom/model';
import { useBlocker } from '@tanstack/react-router';
import { type Dispatch, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useToasts } from '../../../components/toast.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useEditDataset } from '../../../data/datasets.ts';
import styles from '../datasets.module.css';
import { describeEdits, type EditAction, type Edits, toDatasetEdit } from './edits.ts';

/** What is changed and not published yet, and the button that does. */
export function PublishBar({
  place,
  name,
  base,
  latest,
  edits,
  dispatch,
  onPublished,
}: {
  readonly place: ProjectPlace;
  readonly name: string;
  readonly base: WeaveVersionHead;
  /** The newest version that the reader knows of. */
  readonly latest: string;
  readonly edits: Edits;
  readonly dispatch: Dispatch<EditAction>;
  readonly onPublished: () => void;
}) {
  const publish = useEditDataset(place, name);
  const toasts = useToasts();
  const [isDone, setDone] = useState(false);
  const changes = describeEdits(edits);
  const blocker = useBlocker({
    // What is not published stays while another tab of the same version is shown.
    shouldBlockFn: ({ current, next }) =>
      changes !== null &&
      !isDone &&
      !publish.isPending &&
      (current.pathname !== next.pathname || versionIn(current.search) !== versionIn(next.search)),
    enableBeforeUnload: changes !== null,
    withResolver: true,
  });
  if (changes === null) return null;
  const send = () =>
    publish.mutate(toDatasetEdit(edits, base.digest, latest), {
      onSuccess: ({ versionIndex, isNew }) => {
        toasts.success(
          isNew ? `Version v${versionIndex} is published` : `This is the same as v${versionIndex}`,
        );
        setDone(true);
        dispatch({ kind: 'clear' });
        onPublished();
      },
      onError: (error) => toasts.failure('The version was not published', error),
    });
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Changes">
      <span className={styles.notice} role="status">
        {changes}
      </span>
      {base.isLatest ? null : (
        <span className={styles.muted}>
          on top of v{base.versionIndex}, which is not the newest version
        </span>
      )}
      <span className={styles.spacer} />
      <Button onClick={() => dispatch({ kind: 'clear' })}>Discard</Button>
      <Button kind="primary" isBusy={publish.isPending} onClick={send}>
        Publish a version
      </Button>
      <ConfirmDialog
        isOpen={blocker.status === 'blocked'}
        title="Leave without publishing?"
        confirm="Leave"
        keep="Stay"
        isBusy={false}
        onConfirm={() => blocker.proceed?.()}
        onClose={() => blocker.reset?.()}
      >
        {changes}. They are lost when you leave.
      </ConfirmDialog>
    </div>
  );
}

function versionIn(search: unknown): unknown {
  return typeof search === 'object' && search !== null ? Reflect.get(search, 'version') : undefined;
}
