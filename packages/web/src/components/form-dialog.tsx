import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { messageOf } from './error-state.tsx';
import styles from './form-dialog.module.css';

/** A form in a dialog: fields, what went wrong below them, and the buttons. */
export function FormDialog({
  title,
  description,
  width,
  submit,
  isBusy,
  error,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string;
  readonly description?: string;
  readonly width?: 'small' | 'medium' | 'large';
  /** What the button says that sends it. */
  readonly submit: string;
  readonly isBusy: boolean;
  /** Of the last try; null for none. */
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      {...(width === undefined ? {} : { width })}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} kind="primary" isBusy={isBusy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {error === null ? null : (
          <p role="alert" className={styles.error}>
            {messageOf(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
