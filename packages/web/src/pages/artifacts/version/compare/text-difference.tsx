import { type DiffLine, diffLines } from '@runloom/model';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { classNames } from '../../../../components/class-names.ts';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatCount } from '../../../../components/format.ts';
import { shownText } from '../../../../components/shown-text.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { useFileText } from '../../../../data/files.ts';
import { looksLikeText } from '../../../run/files/preview-kind.ts';
import styles from './compare.module.css';
import type { FilePair } from './entry-difference.tsx';
import { hunksOf } from './hunks.ts';

export const MOST_TEXT_BYTES = 512_000;
const MOST_LINES = 5_000;
const NOTHING = { name: '', sizeBytes: 0, mimeType: '', updatedAt: 0, url: '' };

/** Lines that were removed and added, with a few around them. */
export function TextDifference({ pair }: { readonly pair: FilePair }) {
  const { place, before, after } = pair;
  const options = { maxBytes: MOST_TEXT_BYTES };
  const old = useFileText(place, before ?? NOTHING, { ...options, enabled: before !== null });
  const now = useFileText(place, after ?? NOTHING, { ...options, enabled: after !== null });
  const [showsAll, setShowsAll] = useState(false);
  const oldText = before === null ? '' : old.data?.text;
  const nowText = after === null ? '' : now.data?.text;
  const lines = useMemo(
    () => (oldText === undefined || nowText === undefined ? null : diffLines(oldText, nowText)),
    [oldText, nowText],
  );
  const hunks = useMemo(() => (lines === null ? [] : hunksOf(lines, showsAll)), [lines, showsAll]);
  const error = old.error ?? now.error;
  if (error !== null) return <ErrorState error={error} />;
  if (lines === null || oldText === undefined || nowText === undefined) {
    return <Skeleton lines={6} label="Reading both files" />;
  }
  if (!looksLikeText(oldText) || !looksLikeText(nowText)) {
    return <p className={styles.same}>It is no text: what changed inside is not shown here.</p>;
  }
  const added = lines.filter(({ kind }) => kind === 'added').length;
  const removed = lines.filter(({ kind }) => kind === 'removed').length;
  let left = MOST_LINES;
  return (
    <>
      <div className={styles.counts}>
        <span className={styles.added}>+{formatCount(added)}</span>
        <span className={styles.removed}>−{formatCount(removed)}</span>
        <span className={styles.none}>lines</span>
        {added + removed < lines.length ? (
          <Button size="small" kind="quiet" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Only what changed' : 'The whole file'}
          </Button>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.text} tabIndex={0} aria-label="Lines that differ">
        <table className={styles.lines}>
          <tbody>
            {hunks.map((hunk, index) => {
              const shown = hunk.lines.slice(0, Math.max(0, left));
              left -= hunk.lines.length;
              return [
                hunk.skipped > 0 ? (
                  <tr key={`skipped ${index}`}>
                    <td colSpan={4} className={styles.skipped}>
                      {formatCount(hunk.skipped)} lines the same
                    </td>
                  </tr>
                ) : null,
                ...shown.map(lineRow),
              ] satisfies ReactNode[];
            })}
          </tbody>
        </table>
        {left < 0 ? (
          <p className={styles.same}>The first {formatCount(MOST_LINES)} lines.</p>
        ) : null}
      </section>
    </>
  );
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

function lineRow({ kind, text, before, after }: DiffLine): ReactNode {
  return (
    <tr key={`${before} ${after}`} className={classNames(kind !== 'same' && styles[kind])}>
      <td className={styles.lineNumber}>{before}</td>
      <td className={styles.lineNumber}>{after}</td>
      <td className={styles.sign}>{SIGNS[kind]}</td>
      <td className={styles.line}>
        <bdi>{shownText(text.slice(0, 4_000))}</bdi>
      </td>
    </tr>
  );
}
