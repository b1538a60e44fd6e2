import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './panel.module.css';

/** A framed part of a page with a line of title and controls. */
export function Panel({
  title,
  count,
  controls,
  isFlush = false,
  children,
}: {
  readonly title: string;
  /** Shown faint beside the title. */
  readonly count?: string | undefined;
  readonly controls?: ReactNode;
  /** The content reaches the frame. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {count === undefined ? null : <span className={styles.count}>{count}</span>}
        <div className={styles.controls}>{controls}</div>
      </div>
      <div className={classNames(!isFlush && styles.body)}>{children}</div>
    </section>
  );
}
