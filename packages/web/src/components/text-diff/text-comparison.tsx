import { type ReactNode, useMemo, useState } from 'react';
import { Panel } from '../panel.tsx';
import { Segmented } from '../segmented.tsx';
import { diffRows } from './diff-rows.ts';
import { DiffView } from './diff-view.tsx';
import styles from './text-diff.module.css';

const CONTEXT_LINES = 3;
const LAYOUTS = [
  { value: 'unified', label: 'One below the other' },
  { value: 'split', label: 'Side by side' },
] as const;

/** In which lines two texts differ. */
export function TextComparison({
  title,
  startsAs = 'unified',
  before,
  after,
  whenUnread = null,
  tooDifferent,
  children,
}: {
  readonly title: string;
  /** How the lines stand until the reader chooses. */
  readonly startsAs?: 'split' | 'unified';
  /** Null until it is read. */
  readonly before: string | null;
  readonly after: string;
  /** In place of the lines until then. */
  readonly whenUnread?: ReactNode;
  /** What is said when they differ in too many lines. */
  readonly tooDifferent: string;
  /** Further controls in its head. */
  readonly children?: ReactNode;
}) {
  const [layout, setLayout] = useState(startsAs);
  const rows = useMemo(() => (before === null ? null : diffRows(before, after)), [before, after]);
  return (
    <Panel
      title={title}
      isFlush
      controls={
        <>
          {children}
          <Segmented
            label="How changes are shown"
            value={layout}
            choices={LAYOUTS}
            onChange={setLayout}
          />
        </>
      }
    >
      {before === null ? (
        whenUnread
      ) : rows === null ? (
        <p className={styles.note}>{tooDifferent}</p>
      ) : (
        <DiffView
          label="Lines that differ"
          rows={rows}
          layout={layout}
          contextLines={CONTEXT_LINES}
        />
      )}
    </Panel>
  );
}
