import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

/** Lets tooltips that follow each other open without the wait. Once, around the app. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider delay={450} closeDelay={0} timeout={300}>
      {children}
    </Base.Provider>
  );
}

/** Explains what is hovered or focused. Never holds what can't be learned otherwise. */
export function Tooltip({
  content,
  shortcut,
  side = 'top',
  align = 'center',
  canOpen,
  children,
}: {
  readonly content: ReactNode;
  readonly shortcut?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly align?: 'start' | 'center' | 'end';
  /** Asked when it is about to open. */
  readonly canOpen?: () => boolean;
  /** The element it belongs to; takes a ref and the events. */
  readonly children: ReactElement<Record<string, unknown>>;
}) {
  return (
    <Base.Root
      disableHoverablePopup
      onOpenChange={(isOpen, details) => {
        if (isOpen && canOpen?.() === false) details.cancel();
      }}
    >
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            {content}
            {shortcut ? <Kbd keys={shortcut} /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
