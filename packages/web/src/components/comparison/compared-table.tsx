import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { formatCount } from '../format.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import { shownText } from '../shown-text.ts';
import { Truncated } from '../truncated.tsx';
import { useCopy } from '../use-copy.ts';
import { valueText } from '../value-tree/api-json.ts';
import type { ComparedRow } from './compared-rows.ts';
import styles from './comparison.module.css';

const ROW = 28;
const LABEL_WIDTH = 220;
const COLUMN_WIDTH = 168;
/** Characters that a cell holds; all of it is copied. */
const MOST_SHOWN = 300;

/** By how much a number differs from the baseline's. */
export interface NumberDifference {
  readonly text: string;
  /** `other`: which way is better is not known, as of configs. */
  readonly tone: 'better' | 'worse' | 'other';
}

/** Keys as rows, what is compared as columns. Only rows in sight are drawn; heads stay when it scrolls. */
export function ComparedTable({
  label,
  rows,
  columns,
  baseline,
  folded,
  isSearched,
  showValue,
  differenceOf,
  onToggle,
}: {
  readonly label: string;
  readonly rows: readonly ComparedRow[];
  readonly columns: readonly { readonly key: string; readonly head: ReactNode }[];
  /** Place of the column that the others are compared with. */
  readonly baseline: number;
  /** Ids of folded rows. */
  readonly folded: ReadonlySet<string>;
  /** A search shows what it finds, folded or not. */
  readonly isSearched: boolean;
  /** A value in words. */
  readonly showValue: (value: unknown, field: string) => string;
  /** By how much a value differs from the baseline's; null where there is nothing to tell. */
  readonly differenceOf: (
    value: unknown,
    baseline: unknown,
    field: string,
  ) => NumberDifference | null;
  /** Folds a row, or opens it. */
  readonly onToggle: (id: string) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  useEffect(() => virtualizer.measure(), [virtualizer]);
  const gridTemplateColumns = `${LABEL_WIDTH}px repeat(${columns.length}, minmax(${COLUMN_WIDTH}px, 1fr))`;
  const minWidth = LABEL_WIDTH + columns.length * COLUMN_WIDTH;
  const copyText = useCopy();
  const copy = (value: unknown) =>
    copyText(copiedValue(value), 'The value is copied', 'The value could not be copied');

  return (
    <ScrollRegion ref={scroller} className={styles.scroller}>
      <table
        className={styles.table}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        style={{ minWidth }}
      >
        <thead className={styles.heads}>
          <tr className={styles.row} aria-rowindex={1} style={{ gridTemplateColumns }}>
            <th scope="col" className={styles.corner}>
              Key
            </th>
            {columns.map(({ key, head }, index) => (
              <th key={key} scope="col" className={styles.column}>
                {head}
                {index === baseline && columns.length > 1 ? (
                  <span className={styles.baseline}>baseline</span>
                ) : null}
              </th>
            ))}
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
                      isOpen={isSearched || !folded.has(row.id)}
                      canToggle={!isSearched}
                      onToggle={() => onToggle(row.id)}
                    />
                  )}
                </th>
                {row.values.map((value, at) => {
                  if (value === undefined) {
                    return <td key={at} className={styles.absent} aria-label="not there" />;
                  }
                  const text = shownText(showValue(value, row.field).slice(0, MOST_SHOWN));
                  const difference =
                    at === baseline ? null : differenceOf(value, row.values[baseline], row.field);
                  return (
                    <td key={at} className={styles.cell}>
                      <button
                        type="button"
                        className={styles.value}
                        title={`${text}\n(a click copies it)`}
                        onClick={() => copy(value)}
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
    </ScrollRegion>
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

/** The whole value, to be copied. */
function copiedValue(value: unknown): string {
  return typeof value === 'string' ? value : valueText(value, 2);
}
