import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import table from '../../../../components/data-table.module.css';
import type { Sort } from '../../../../components/data-table.tsx';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { EvaluationMark, letterOf } from '../../shared/evaluation-mark.tsx';
import { exampleColumns, type TableColumn } from './example-columns.tsx';
import styles from './examples.module.css';
import { cellText, type ExampleColumn, type Examples } from './examples.ts';

const ROW_HEIGHT = 34;
/** px; two rows of heads where evaluations stand beside each other. */
const HEAD_HEIGHT = 30;
const GROUPS_HEIGHT = 24;
const INPUT_WIDTH = 260;

/** Examples as rows; only those in sight are drawn. */
export function ExamplesTable({
  examples,
  rows,
  scores,
  sort,
  chosen,
  onSort,
  onOpen,
}: {
  readonly examples: Examples;
  /** Numbers of the examples that are listed. */
  readonly rows: Uint32Array;
  /** Scores that are columns. */
  readonly scores: readonly ExampleColumn[];
  readonly sort: Sort | null;
  /** Place in `rows` of the example that is open; -1 for none. */
  readonly chosen: number;
  readonly onSort: (sort: Sort | null) => void;
  readonly onOpen: (row: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const isAlone = examples.evaluationCount < 2;
  const headsHeight = HEAD_HEIGHT + (isAlone ? 0 : GROUPS_HEIGHT);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    paddingStart: headsHeight,
    scrollPaddingStart: headsHeight,
  });
  useEffect(() => {
    if (chosen >= 0) virtualizer.scrollToIndex(chosen, { align: 'auto' });
  }, [chosen, virtualizer]);
  const groups = useMemo(() => exampleColumns(examples, scores), [examples, scores]);
  const columns = useMemo(() => groups.flatMap((group) => group.columns), [groups]);
  // Five evaluations have some forty columns, of which a screen holds a dozen.
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index]?.width ?? 0,
    overscan: 2,
    paddingStart: INPUT_WIDTH,
  });
  useEffect(() => {
    if (columns.length > 0) across.measure();
  }, [across, columns]);
  const inSight = across.getVirtualItems().map(({ index }) => index);
  const width = columns.reduce((sum, column) => sum + column.width, INPUT_WIDTH);
  const gridTemplateColumns = [
    `minmax(${INPUT_WIDTH}px, 2fr)`,
    ...columns.map((column) =>
      column.isWide ? `minmax(${column.width}px, 1fr)` : `${column.width}px`,
    ),
  ].join(' ');
  return (
    <ScrollRegion ref={scroller} className={table.scroller}>
      <table
        aria-label="Examples"
        aria-rowcount={rows.length + (isAlone ? 1 : 2)}
        aria-colcount={columns.length + 1}
        className={table.table}
        style={{ minWidth: width }}
      >
        <thead className={table.heads}>
          {isAlone ? null : (
            <tr className={table.row} style={{ gridTemplateColumns, height: GROUPS_HEIGHT }}>
              <td />
              {groups.map(({ title, columns: { length } }) => (
                <th
                  key={title}
                  scope="colgroup"
                  className={classNames(table.head, styles.group)}
                  style={{ gridColumn: `span ${length}` }}
                >
                  <Truncated text={title} />
                </th>
              ))}
            </tr>
          )}
          <tr className={table.row} style={{ gridTemplateColumns }}>
            <Head id="inputs" sort={sort} label="Inputs" onSort={onSort}>
              Inputs
            </Head>
            {columns.map(({ id, label, evaluation, isWide }) => (
              <Head
                key={id}
                id={id}
                sort={sort}
                label={
                  evaluation === null || isAlone ? label : `${label} of ${letterOf(evaluation)}`
                }
                isEnd={!isWide}
                onSort={onSort}
              >
                {evaluation === null || isAlone ? (
                  <Truncated text={label} />
                ) : (
                  <EvaluationMark index={evaluation} />
                )}
              </Head>
            ))}
          </tr>
        </thead>
        <tbody className={table.body} style={{ height: virtualizer.getTotalSize() - headsHeight }}>
          {virtualizer.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                // By its place: another order gives rows other texts, and no new elements.
                key={index}
                aria-rowindex={index + (isAlone ? 2 : 3)}
                aria-selected={index === chosen}
                className={classNames(table.row, table.dataRow, styles.row)}
                style={{
                  gridTemplateColumns,
                  height: size,
                  transform: `translateY(${start - headsHeight}px)`,
                }}
              >
                <td className={table.cell}>
                  <button
                    type="button"
                    className={classNames(table.rowLink, styles.open)}
                    onClick={() => onOpen(row)}
                  >
                    <Truncated
                      text={cellText(examples.inputs, row) ?? '–'}
                      className={styles.preview}
                    />
                  </button>
                </td>
                {inSight.map((place, at) => {
                  const column = columns[place];
                  return column === undefined ? null : (
                    <Cell
                      key={column.id}
                      column={column}
                      row={row}
                      place={place}
                      isFirst={at === 0}
                    />
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

function Cell({
  column,
  row,
  place,
  isFirst,
}: {
  readonly column: TableColumn;
  readonly row: number;
  /** Among all columns behind the inputs. */
  readonly place: number;
  /** Of those that are drawn; the others follow it. */
  readonly isFirst: boolean;
}) {
  return (
    <td
      className={classNames(table.cell, !column.isWide && table.end)}
      aria-colindex={place + 2}
      style={isFirst ? { gridColumnStart: place + 2 } : undefined}
    >
      {column.render(row)}
    </td>
  );
}

function Head({
  id,
  sort,
  label,
  isEnd = false,
  onSort,
  children,
}: {
  readonly id: string;
  readonly sort: Sort | null;
  /** Read aloud. */
  readonly label: string;
  readonly isEnd?: boolean;
  readonly onSort: (sort: Sort | null) => void;
  readonly children: ReactNode;
}) {
  const direction = sort?.column === id ? sort.direction : null;
  return (
    <th
      scope="col"
      aria-sort={direction ?? undefined}
      className={classNames(table.head, isEnd && table.end)}
    >
      <button
        type="button"
        className={table.sort}
        aria-label={label}
        onClick={() => onSort(nextSort(id, direction))}
      >
        {children}
        {direction === 'ascending' ? <ArrowUp aria-hidden /> : null}
        {direction === 'descending' ? <ArrowDown aria-hidden /> : null}
      </button>
    </th>
  );
}

/** The most first, then the least, then as the dataset has them. */
function nextSort(column: string, direction: Sort['direction'] | null): Sort | null {
  if (direction === null) return { column, direction: 'descending' };
  return direction === 'descending' ? { column, direction: 'ascending' } : null;
}
