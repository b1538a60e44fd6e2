import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './table.module.css';

/** A table with a sticky head and thin lines between rows. */
export function Table({
  label,
  className,
  children,
  ...rest
}: { readonly label: string } & ComponentPropsWithRef<'table'>) {
  return (
    <table {...rest} aria-label={label} className={classNames(styles.table, className)}>
      {children}
    </table>
  );
}

/** Head of a column; with `onSort` it is a button that says which way the rows are sorted. */
export function HeadCell({
  align = 'start',
  width,
  direction,
  onSort,
  children,
}: {
  readonly align?: 'start' | 'end';
  /** Any CSS width. */
  readonly width?: string;
  /** How the rows are sorted by this column; null when by another. */
  readonly direction?: 'ascending' | 'descending' | null;
  readonly onSort?: () => void;
  readonly children?: ReactNode;
}) {
  return (
    <th
      scope="col"
      className={classNames(styles.head, align === 'end' && styles.end)}
      style={width ? { width } : undefined}
      aria-sort={direction ?? undefined}
    >
      {onSort ? (
        <button type="button" className={styles.sort} onClick={onSort}>
          {children}
          {direction === 'ascending' ? <ArrowUp aria-hidden /> : null}
          {direction === 'descending' ? <ArrowDown aria-hidden /> : null}
        </button>
      ) : (
        children
      )}
    </th>
  );
}

/** A row. */
export function Row({ className, ...rest }: ComponentPropsWithRef<'tr'>) {
  return <tr {...rest} className={classNames(styles.row, className)} />;
}

/** A cell; numbers stand at the end with digits of one width. */
export function Cell({
  align = 'start',
  isMuted = false,
  className,
  ...rest
}: { readonly align?: 'start' | 'end'; readonly isMuted?: boolean } & Omit<
  ComponentPropsWithRef<'td'>,
  'align'
>) {
  return (
    <td
      {...rest}
      className={classNames(
        styles.cell,
        align === 'end' && styles.end,
        isMuted && styles.muted,
        className,
      )}
    />
  );
}
