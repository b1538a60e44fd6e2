import { LoaderCircle } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `primary`: the one thing to do here; `quiet`: without a frame; `danger`: can't be undone. */
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly size?: 'small' | 'medium' | 'large';
  readonly icon?: ReactNode;
  /** Shows progress and takes no clicks. */
  readonly isBusy?: boolean;
}

/** A button with text. */
export function Button({
  kind = 'secondary',
  size = 'medium',
  icon,
  isBusy = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(styles.button, styles[kind], styles[size], className)}
    >
      {isBusy ? <LoaderCircle aria-hidden className={styles.spinner} /> : icon}
      {children}
    </button>
  );
}

/** The classes of a button, for links that look like one. */
export function buttonClass(
  kind: NonNullable<ButtonProps['kind']> = 'secondary',
  size: NonNullable<ButtonProps['size']> = 'medium',
): string {
  return classNames(styles.button, styles[kind], styles[size]);
}
