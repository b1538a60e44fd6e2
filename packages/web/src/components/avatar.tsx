import styles from './avatar.module.css';
import { classNames } from './class-names.ts';

/** The first letter of a name: round for people, square for teams. */
export function Avatar({
  name,
  shape = 'round',
  size = 'medium',
}: {
  readonly name: string;
  readonly shape?: 'round' | 'square';
  readonly size?: 'medium' | 'large';
}) {
  return (
    <span className={classNames(styles.avatar, styles[shape], styles[size])} aria-hidden="true">
      {firstLetter(name)}
    </span>
  );
}

/** One letter as a reader sees it: an emoji of several code points stays whole. */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? '?';
}
