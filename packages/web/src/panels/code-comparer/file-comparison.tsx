import type { CodeComparerSettings } from '@runloom/model';
import { useMemo } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { looksLikeText } from '../../components/file-preview/preview-kind.ts';
import { formatBytes } from '../../components/format.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { diffRows } from '../../components/text-diff/diff-rows.ts';
import { DiffView } from '../../components/text-diff/diff-view.tsx';
import { useCodeTexts } from '../../data/run-code.ts';
import type { ShownRun } from '../board/board-context.ts';
import styles from './code-comparer.module.css';
import type { ComparedFile } from './code-files.ts';

/** One file of the first run beside that of each other one. */
export function FileComparison({
  file,
  runs,
  layout,
  contextLines,
}: {
  readonly file: ComparedFile;
  readonly runs: readonly ShownRun[];
} & Pick<CodeComparerSettings, 'layout' | 'contextLines'>) {
  const { data, error, retry } = useCodeTexts(file.files);
  const [base, ...others] = runs;
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (data.includes(undefined) || base === undefined) {
    return <Skeleton lines={8} label={`Loading ${file.path}`} />;
  }
  const texts = data.map((text) => text ?? null);
  const pairs =
    others.length === 0
      ? [{ run: base, index: 0 }]
      : others.map((run, at) => ({ run, index: at + 1 }));
  return pairs.map(({ run, index }) => (
    <Pair
      key={run.name}
      path={file.path}
      left={{ run: base, text: texts[0] ?? null }}
      right={{ run, text: texts[index] ?? null }}
      layout={layout}
      contextLines={others.length === 0 ? null : contextLines}
    />
  ));
}

interface Side {
  readonly run: ShownRun;
  readonly text: { readonly text: string; readonly isWhole: boolean } | null;
}

function Pair({
  path,
  left,
  right,
  layout,
  contextLines,
}: {
  readonly path: string;
  readonly left: Side;
  readonly right: Side;
} & Pick<CodeComparerSettings, 'layout' | 'contextLines'>) {
  const before = left.text?.text ?? '';
  const after = right.text?.text ?? '';
  const isText = looksLikeText(before) && looksLikeText(after);
  const rows = useMemo(() => (isText ? diffRows(before, after) : null), [before, after, isText]);
  const isSame =
    left.run !== right.run && left.text !== null && right.text !== null && before === after;
  const added = rows?.filter(({ kind }) => kind === 'added' || kind === 'changed').length ?? 0;
  const removed = rows?.filter(({ kind }) => kind === 'removed' || kind === 'changed').length ?? 0;
  return (
    <section
      className={styles.pair}
      aria-label={
        left.run === right.run ? path : `${path} of ${left.run.label} and ${right.run.label}`
      }
    >
      <header className={styles.pairHead}>
        <Name side={left} />
        {left.run === right.run ? null : (
          <>
            <span aria-hidden>→</span>
            <Name side={right} />
            <span className={styles.added}>+{added}</span>
            <span className={styles.removed}>−{removed}</span>
          </>
        )}
      </header>
      {[left, right].some(({ text }) => text?.isWhole === false) ? (
        <p className={styles.note}>Only the first {formatBytes(1_000_000)} are compared.</p>
      ) : null}
      {!isText ? (
        <p className={styles.note}>This is no text, so it can’t be compared line by line.</p>
      ) : isSame ? (
        <p className={styles.note}>The same in both.</p>
      ) : rows === null ? (
        <p className={styles.note}>
          These differ in too many lines to be compared here. Download them from the Files tab.
        </p>
      ) : (
        <DiffView
          label={`Lines of ${path}`}
          rows={rows}
          layout={left.run === right.run ? 'unified' : layout}
          contextLines={contextLines}
        />
      )}
    </section>
  );
}

function Name({ side: { run, text } }: { readonly side: Side }) {
  return (
    <span className={styles.name}>
      <span className={styles.dot} style={{ background: run.colour }} />
      <bdi>{run.label}</bdi>
      {text === null ? <span className={styles.absent}>has no such file</span> : null}
    </span>
  );
}
