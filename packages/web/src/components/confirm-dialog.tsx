import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before something that can't be taken back. */
export function ConfirmDialog({
  isOpen,
  title,
  confirm,
  keep = 'Keep it',
  isBusy,
  onConfirm,
  onClose,
  children,
}: {
  readonly isOpen: boolean;
  readonly title: string;
  /** What the button says, e.g. `Delete registry`. */
  readonly confirm: string;
  readonly keep?: string;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button kind="danger" isBusy={isBusy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
