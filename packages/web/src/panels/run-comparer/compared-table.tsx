import type { RunComparerSettings, WholeRun } from '@runloom/model';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classNames } from '../../components/class-names.ts';
import { copyText } from '../../components/copy-text.ts';
import { formatCount } from '../../components/format.ts';
import { runLabel } from '../../components/run-label.ts';
import { shownText } from '../../components/shown-text.ts';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import type { ShownRun } from '../board/board-context.ts';
import type { ComparedRow } from './compare-runs.ts';
import { copiedValue, differenceOf, shownValue } from './difference.ts';
import styles from './run-comparer.module.css';

const ROW = 28;
const LABEL_WIDTH = 220;
const RUN_WIDTH = 168;
/** Characters that a cell holds; all of it is copied. */
const MOST_SHOWN = 300;

/** Keys as rows, runs as columns. Only rows in sight are drawn; heads stay when it scrolls. */
export function ComparedTable({
  rows,
  runs,
  shown,
  baseline,
  settings,
  onToggle,
}: {
  readonly rows: readonly ComparedRow[];
  readonly runs: readonly WholeRun[];
  /** The board's runs, for their colours and names. */
  readonly shown: readonly ShownRun[];
  /** Place of the run that the others are compared with. */
  readonly baseline: number;
  readonly settings: Pick<RunComparerSettings, 'difference' | 'folded' | 'search'>;
  /** Folds a row, or opens it. */
  readonly onToggle: (id: string) => void;
}) {
  const toasts = useToasts();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  useEffect(() => virtualizer.measure(), [virtualizer]);
  const byName = new Map(shown.map((run) => [run.name, run]));
  const definitions = runs[baseline]?.metricDefinitions ?? [];
  const folded = new Set(settings.folded);
  const gridTemplateColumns = `${LABEL_WIDTH}px repeat(${runs.length}, minmax(${RUN_WIDTH}px, 1fr))`;
  const minWidth = LABEL_WIDTH + runs.length * RUN_WIDTH;
  const copy = (value: unknown) =>
    copyText(copiedValue(value)).then(
      () => toasts.success('The value is copied'),
      (problem) => toasts.failure('The value could not be copied', problem),
    );

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={scroller} tabIndex={0} className={styles.scroller}>
      <table
        className={styles.table}
        aria-label="Runs side by side"
        aria-rowcount={rows.length + 1}
        aria-colcount={runs.length + 1}
        style={{ minWidth }}
      >
        <thead className={styles.heads}>
          <tr className={styles.row} aria-rowindex={1} style={{ gridTemplateColumns }}>
            <th scope="col" className={styles.corner}>
              Key
            </th>
            {runs.map((run, index) => {
              const { label = runLabel(run), colour = 'var(--border-strong)' } =
                byName.get(run.name) ?? {};
              return (
                <th key={run.name} scope="col" className={styles.run}>
                  <span className={styles.dot} style={{ background: colour }} />
                  <Truncated text={label} />
                  {index === baseline && runs.length > 1 ? (
                    <span className={styles.baseline}>baseline</span>
                  ) : null}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={row.id}
                aria-rowindex={index + 2}
                className={classNames(styles.row, styles.placed, row.isDifferent && styles.differs)}
                style={{ gridTemplateColumns, transform: `translateY(${start}px)` }}
              >
                <th
                  scope="row"
                  className={styles.label}
                  style={{ paddingLeft: 8 + row.depth * 14 }}
                >
                  {row.kind === 'value' ? (
                    <Truncated text={row.label} />
                  ) : (
                    <Fold
                      row={row}
                      isOpen={settings.search !== '' || !folded.has(row.id)}
                      canToggle={settings.search === ''}
                      onToggle={() => onToggle(row.id)}
                    />
                  )}
                </th>
                {row.values.map((value, at) => {
                  if (value === undefined) {
                    return <td key={at} className={styles.absent} aria-label="not there" />;
                  }
                  const text = shownText(shownValue(value, row.field).slice(0, MOST_SHOWN));
                  const difference =
                    at === baseline
                      ? null
                      : differenceOf(value, row.values[baseline], {
                          field: row.field,
                          how: settings.difference,
                          definitions,
                        });
                  return (
                    <td key={at} className={styles.cell}>
                      <button
                        type="button"
                        className={styles.value}
                        title={`${text}\n(a click copies it)`}
                        onClick={() => void copy(value)}
                      >
                        <bdi>{text === '' ? '“”' : text}</bdi>
                      </button>
                      {difference === null ? null : (
                        <span className={classNames(styles.difference, styles[difference.tone])}>
                          {difference.text}
                        </span>
                      )}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Fold({
  row,
  isOpen,
  canToggle,
  onToggle,
}: {
  readonly row: ComparedRow;
  readonly isOpen: boolean;
  /** A search shows what it finds, folded or not. */
  readonly canToggle: boolean;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      className={classNames(styles.fold, row.kind === 'part' && styles.part)}
      aria-expanded={isOpen}
      disabled={!canToggle}
      onClick={onToggle}
    >
      {isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
      <Truncated text={row.label} />
      <span className={styles.count}>{formatCount(row.count)}</span>
    </button>
  );
}
