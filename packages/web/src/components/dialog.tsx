import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';
import { shownText } from './shown-text.ts';

/** A dialog over the page: focus stays inside, Escape closes it, focus then goes back. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  width = 'medium',
  children,
  footer,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Text of users that stands in it keeps its direction to itself in a `bdi`; as a whole it has one. */
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly width?: 'small' | 'medium' | 'large' | 'full';
  readonly children: ReactNode;
  /** Buttons, the one to take last. */
  readonly footer?: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          ref={popup}
          className={classNames(styles.popup, styles[width])}
          initialFocus={() => firstField(popup.current) ?? popup.current}
        >
          <div className={styles.head}>
            <Base.Title className={styles.title}>
              {typeof title === 'string' ? <bdi>{shownText(title)}</bdi> : title}
            </Base.Title>
            <IconButton
              label="Close"
              size="small"
              icon={<X aria-hidden />}
              onClick={() => onClose()}
            />
          </div>
          {description ? (
            <Base.Description className={styles.description} render={<div />}>
              {description}
            </Base.Description>
          ) : null}
          <div className={styles.body}>{children}</div>
          {footer ? <div className={styles.footer}>{footer}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A dialog without frame or title bar, e.g. the command palette; `label` is read aloud. */
export function BareDialog({
  isOpen,
  onClose,
  label,
  children,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={classNames(styles.popup, styles.bare)}
          aria-label={label}
          initialFocus
        >
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Focus goes to what is to be filled in, else to the dialog itself and not to its close button. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>('input, textarea, select') ?? null;
}
