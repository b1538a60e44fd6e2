import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import styles from './popover.module.css';

/** A small panel of controls that opens from its trigger. */
export function Popover({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  children,
}: {
  /** A button; takes a ref and the events. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Read aloud. */
  readonly label: string;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.popup} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Class of what stands in a popover below each other; the place says how wide it is. */
export const popoverPanelClass: string = styles.panel ?? '';

/** Class of buttons beside each other that set all of it at once. */
export const popoverQuickClass: string = styles.quick ?? '';
