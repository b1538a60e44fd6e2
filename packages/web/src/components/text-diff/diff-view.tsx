import { useMemo, useState } from 'react';
import { classNames } from '../class-names.ts';
import { formatPlural } from '../format.ts';
import { shownText } from '../shown-text.ts';
import { VirtualList } from '../virtual-list.tsx';
import { type DiffLine, type DiffRow, foldedRows, unifiedRows, wordParts } from './diff-rows.ts';
import styles from './text-diff.module.css';

const ROW = 19;
/** px, of a long comparison. */
const MOST_HEIGHT = 640;
/** Characters of a line that are drawn. */
const MOST_SHOWN = 2_000;

/** Lines of two texts, side by side or one below the other; only those in sight are drawn. */
export function DiffView({
  label,
  rows,
  layout,
  contextLines,
}: {
  readonly label: string;
  readonly rows: readonly DiffRow[];
  readonly layout: 'split' | 'unified';
  /** Lines that stay around a change; null: all. */
  readonly contextLines: number | null;
}) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(() => {
    const folded = foldedRows(rows, contextLines, opened);
    return layout === 'split' ? folded : unifiedRows(folded);
  }, [rows, contextLines, opened, layout]);
  if (rows.length === 0) return <p className={styles.note}>The file is empty.</p>;
  return (
    <div
      className={styles.lines}
      style={{ height: Math.min(MOST_HEIGHT, shown.length * ROW + 14) }}
    >
      <VirtualList
        label={label}
        count={shown.length}
        rowHeight={ROW}
        renderRow={(index) => {
          const row = shown[index];
          if (row === undefined) return null;
          if (row.kind === 'gap') {
            return (
              <button
                type="button"
                className={styles.gap}
                onClick={() => setOpened(new Set([...opened, row.from]))}
              >
                {formatPlural(row.count, 'line')} that are the same
              </button>
            );
          }
          return layout === 'split' ? (
            <div className={styles.split}>
              <Line row={row} side="left" />
              <Line row={row} side="right" />
            </div>
          ) : (
            <div className={styles.unified}>
              <Line row={row} side={row.left !== null ? 'left' : 'right'} isAlone />
            </div>
          );
        }}
      />
    </div>
  );
}

const SIGNS = { left: '−', right: '+' } as const;
const WORDS = { left: 'removed:', right: 'added:' } as const;

function Line({
  row,
  side,
  isAlone = false,
}: {
  readonly row: DiffRow;
  readonly side: 'left' | 'right';
  readonly isAlone?: boolean;
}) {
  const line = row[side];
  if (line === null) return <div className={classNames(styles.line, styles.empty)} />;
  const isChange = row.kind !== 'same';
  return (
    <div
      className={classNames(
        styles.line,
        isChange && (side === 'left' ? styles.lineRemoved : styles.lineAdded),
      )}
    >
      {isAlone ? <span className={styles.number}>{row.left?.number}</span> : null}
      <span className={styles.number}>{isAlone ? row.right?.number : line.number}</span>
      <span className={styles.sign} aria-hidden>
        {isChange ? SIGNS[side] : ''}
      </span>
      {isChange ? <span className="visually-hidden">{WORDS[side]}</span> : null}
      <code
        className={styles.text}
        title={line.text.length > 120 ? line.text.slice(0, MOST_SHOWN) : undefined}
      >
        {textOf(row, line, side)}
      </code>
    </div>
  );
}

function textOf(row: DiffRow, line: DiffLine, side: 'left' | 'right') {
  if (row.kind !== 'changed' || row.left === null || row.right === null) {
    return shownText(line.text.slice(0, MOST_SHOWN));
  }
  return wordParts(row.left.text, row.right.text, side).map(({ text, isOwn }, index) =>
    isOwn ? <mark key={index}>{shownText(text)}</mark> : <span key={index}>{shownText(text)}</span>,
  );
}
