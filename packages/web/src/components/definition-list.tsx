import { Fragment, type ReactNode } from 'react';
import styles from './definition-list.module.css';

/** Names and values in two columns. Texts break anywhere rather than widen the page. */
export function DefinitionList({
  entries,
}: {
  readonly entries: readonly { readonly term: string; readonly value: ReactNode }[];
}) {
  return (
    <dl className={styles.list}>
      {entries.map(({ term, value }) => (
        <Fragment key={term}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
