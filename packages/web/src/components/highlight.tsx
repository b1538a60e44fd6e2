import styles from './highlight.module.css';
import { findMatches } from './matches.ts';
import { shownText } from './shown-text.ts';

/** Text with the parts that match a search marked. */
export function Highlight({
  text: whole,
  search,
}: {
  readonly text: string;
  readonly search: string;
}) {
  const text = shownText(whole);
  const matches = findMatches(text, search);
  if (matches.length === 0) return text;
  const parts = matches.map(({ start, end }, index) => ({
    before: text.slice(matches[index - 1]?.end ?? 0, start),
    match: text.slice(start, end),
    start,
  }));
  return (
    <>
      {parts.map(({ before, match, start }) => (
        <span key={start}>
          {before}
          <mark className={styles.mark}>{match}</mark>
        </span>
      ))}
      {text.slice(matches.at(-1)?.end ?? 0)}
    </>
  );
}
