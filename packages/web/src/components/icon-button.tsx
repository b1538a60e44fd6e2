import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './icon-button.module.css';
import { shownText } from './shown-text.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'aria-label'> {
  /** Says what it does; read aloud and shown as a tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly size?: 'small' | 'medium';
  /** Shown beside the label in the tooltip, e.g. `⌘K`. */
  readonly shortcut?: string;
  /** For toggles. */
  readonly isPressed?: boolean;
  readonly tooltipSide?: 'top' | 'bottom' | 'left' | 'right';
}

/** A tooltip need not hold a name of 10 kB. */
const MOST_CHARACTERS = 300;

const cut = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;

/** A button that shows only an icon. */
export function IconButton({
  label,
  icon,
  size = 'medium',
  shortcut,
  isPressed,
  tooltipSide,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip
      content={<bdi>{shownText(cut(label))}</bdi>}
      {...(shortcut ? { shortcut } : {})}
      side={tooltipSide ?? 'bottom'}
    >
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-pressed={isPressed}
        className={classNames(styles.iconButton, styles[size], className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
