import type { ViewChangeNote } from '@runloom/model';
import { shownText } from '../shown-text.ts';
import styles from './saved-views.module.css';

/** What differs between two states of a view, in words. */
export type Describe<Spec> = (before: Spec, after: Spec) => readonly ViewChangeNote[];

/** What differs, as a list. */
export function ViewChanges<Spec>({
  before,
  after,
  describe,
}: {
  readonly before: Spec;
  readonly after: Spec;
  readonly describe: Describe<Spec>;
}) {
  const changes = describe(before, after);
  if (changes.length === 0) return <p className={styles.changes}>Nothing differs.</p>;
  return (
    <ul className={styles.changes}>
      {changes.slice(0, 30).map((change) => (
        <li key={change.subject}>
          <bdi>{cut(change.subject)}</bdi>:{' '}
          {change.before === null ? null : (
            <del>
              <bdi>{cut(change.before)}</bdi>
            </del>
          )}{' '}
          {change.after === null ? (
            'taken away'
          ) : (
            <ins>
              <bdi>{cut(change.after)}</bdi>
            </ins>
          )}
        </li>
      ))}
      {changes.length > 30 ? <li>and {changes.length - 30} more</li> : null}
    </ul>
  );
}

const cut = (text: string): string =>
  shownText(text.length > 300 ? `${text.slice(0, 300)}…` : text);
