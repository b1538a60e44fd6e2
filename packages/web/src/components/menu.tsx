import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import styles from './menu.module.css';

/** A menu that opens from its trigger. */
export function Menu({
  trigger,
  align = 'start',
  side = 'bottom',
  children,
}: {
  /** A button; takes a ref and the events. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactNode;
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A menu that is open beside an element. One for a whole list: a menu for each of its rows would take long to make. */
export function AnchoredMenu({
  anchor,
  label,
  onClose,
  children,
}: {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Base.Root modal={false} open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={4} align="start" className={styles.positioner}>
          <Base.Popup className={styles.popup} aria-label={label} finalFocus={() => anchor}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** One thing that the menu does. */
export function MenuItem({
  icon,
  shortcut,
  isDangerous = false,
  isDisabled = false,
  onSelect,
  children,
}: {
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Base.Item
      className={classNames(styles.item, isDangerous && styles.danger)}
      disabled={isDisabled}
      onClick={onSelect}
    >
      <span className={styles.icon}>{icon}</span>
      <span className={styles.label}>{children}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </Base.Item>
  );
}

/** An item that goes to a page; `render` is the router's link. */
export function MenuLink({
  icon,
  render,
  children,
}: {
  readonly icon?: ReactNode;
  readonly render: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
}) {
  return (
    <Base.LinkItem className={styles.item ?? ''} render={render} closeOnClick>
      <span className={styles.icon}>{icon}</span>
      <span className={styles.label}>{children}</span>
    </Base.LinkItem>
  );
}

/** One of several choices. */
export function MenuChoices<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly icon?: ReactNode;
  }[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.groupLabel}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} className={styles.item}>
            <span className={styles.icon}>{choice.icon}</span>
            <span className={styles.label}>{choice.label}</span>
            <Base.RadioItemIndicator className={styles.chosen}>
              <Check aria-hidden />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

/** A thin line between groups of items. */
export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />;
}

/** Text at the top of a menu that is not an item, e.g. who is signed in. */
export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <div className={styles.heading}>{children}</div>;
}
