import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { shownText } from '../shown-text.ts';
import styles from './text-diff.module.css';

/** Longer comparisons would stall the page. */
const MOST_EDITS = 4_000;
const LONGEST_MS = 250;

/**
 * A text with what differs from another marked word by word in its flow: what is gone is struck
 * out, what is new is underlined. Without marks where they differ in too much.
 */
export function InlineDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const parts = useMemo(
    () =>
      diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS, timeout: LONGEST_MS }) ?? [
        { value: after, added: false, removed: false },
      ],
    [before, after],
  );
  return parts.map(({ value, added, removed }, index) => {
    const text = shownText(value);
    if (removed) {
      return (
        <del key={index} className={styles.gone}>
          {text}
        </del>
      );
    }
    return added ? (
      <ins key={index} className={styles.fresh}>
        {text}
      </ins>
    ) : (
      <span key={index}>{text}</span>
    );
  });
}
