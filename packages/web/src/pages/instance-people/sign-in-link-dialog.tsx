import type { UserView } from '@runloom/model';
import { Button } from '../../components/button.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { useCreateSignInLink } from '../../data/instance-people.ts';
import styles from './instance-people.module.css';

/** Makes a link for somebody who can't sign in; it is shown this once. */
export function SignInLinkDialog({
  person: { username },
  onClose,
}: {
  readonly person: UserView;
  readonly onClose: () => void;
}) {
  const create = useCreateSignInLink();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`A sign-in link for ${username}`}
      description="Whoever opens it is signed in as this person, without a password. It works once, for a day."
      footer={
        create.data ? (
          <Button onClick={onClose}>Done</Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              kind="primary"
              isBusy={create.isPending}
              onClick={() => create.mutate(username)}
            >
              Make the link
            </Button>
          </>
        )
      }
    >
      {create.isError ? (
        <p role="alert" className={styles.error}>
          {messageOf(create.error)}
        </p>
      ) : null}
      {create.data ? (
        <ShownOnce>
          <p>
            <strong>
              Send it to <bdi>{username}</bdi> by a way that nobody else reads.
            </strong>{' '}
            It can’t be shown again.
          </p>
          <CopyField label="Sign-in link" text={create.data.url} />
        </ShownOnce>
      ) : (
        <p>Making it is noted in the audit log.</p>
      )}
    </Dialog>
  );
}
