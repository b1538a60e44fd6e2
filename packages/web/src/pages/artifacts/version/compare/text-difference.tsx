import { useMemo, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { looksLikeText } from '../../../../components/file-preview/preview-kind.ts';
import { formatCount } from '../../../../components/format.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { diffRows } from '../../../../components/text-diff/diff-rows.ts';
import { DiffView } from '../../../../components/text-diff/diff-view.tsx';
import { useFileText } from '../../../../data/files.ts';
import styles from './compare.module.css';
import type { FilePair } from './file-pair.ts';

export const MOST_TEXT_BYTES = 512_000;
const CONTEXT_LINES = 3;
const NOTHING = { name: '', sizeBytes: 0, mimeType: '', updatedAt: 0, url: '' };

/** Lines that were removed and added, with a few around them. */
export function TextDifference({ pair }: { readonly pair: FilePair }) {
  const { place, before, after } = pair;
  const options = { maxBytes: MOST_TEXT_BYTES };
  const old = useFileText(place, before ?? NOTHING, { ...options, enabled: before !== null });
  const now = useFileText(place, after ?? NOTHING, { ...options, enabled: after !== null });
  const [layout, setLayout] = useState<'split' | 'unified'>('unified');
  const [showsAll, setShowsAll] = useState(false);
  const oldText = before === null ? '' : old.data?.text;
  const nowText = after === null ? '' : now.data?.text;
  const rows = useMemo(
    () => (oldText === undefined || nowText === undefined ? null : diffRows(oldText, nowText)),
    [oldText, nowText],
  );
  const error = old.error ?? now.error;
  if (error !== null) return <ErrorState error={error} />;
  if (oldText === undefined || nowText === undefined) {
    return <Skeleton lines={6} label="Reading both files" />;
  }
  if (!looksLikeText(oldText) || !looksLikeText(nowText)) {
    return <p className={styles.same}>It is no text: what changed inside is not shown here.</p>;
  }
  if (rows === null) {
    return <p className={styles.same}>The files differ in too many lines to be compared here.</p>;
  }
  const added = rows.filter(({ kind }) => kind === 'added' || kind === 'changed').length;
  const removed = rows.filter(({ kind }) => kind === 'removed' || kind === 'changed').length;
  return (
    <>
      <div className={styles.counts}>
        <span className={styles.added}>+{formatCount(added)}</span>
        <span className={styles.removed}>−{formatCount(removed)}</span>
        <span className={styles.none}>lines</span>
        <Button
          size="small"
          kind="quiet"
          onClick={() => setLayout(layout === 'split' ? 'unified' : 'split')}
        >
          {layout === 'split' ? 'One below the other' : 'Side by side'}
        </Button>
        {rows.some(({ kind }) => kind === 'same') ? (
          <Button size="small" kind="quiet" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Only what changed' : 'The whole file'}
          </Button>
        ) : null}
      </div>
      <DiffView
        label="Lines that differ"
        rows={rows}
        layout={layout}
        contextLines={showsAll ? null : CONTEXT_LINES}
      />
    </>
  );
}
