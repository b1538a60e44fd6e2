import type { TableSettings } from '@runloom/model';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { formatCount } from '../../components/format.ts';
import { shownText } from '../../components/shown-text.ts';
import type { CombinedColumn } from './combine.ts';
import { columnName, type EngineView } from './table-engine.ts';
import styles from './table-panel.module.css';

const ROW = 26;
const COLUMN_WIDTH = 140;
/** A browser lays out no more columns than this without stalling. */
const MOST_COLUMNS = 100;
/** While somebody types a filter, the rows wait for a pause. */
const TYPING_MS = 250;

/** Rows of the combined table; only those in sight are drawn and in memory. */
export function CombinedTableView({
  label,
  view,
  labels,
  colours,
  settings,
  rowAt,
  onChange,
  onRange,
}: {
  readonly label: string;
  readonly view: EngineView;
  /** Of the runs, by their place. */
  readonly labels: readonly string[];
  readonly colours: readonly string[];
  readonly settings: TableSettings;
  readonly rowAt: (index: number) => readonly string[] | null;
  readonly onChange: (change: Partial<TableSettings>) => void;
  readonly onRange: (range: { first: number; last: number }) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: view.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange({ first, last }), [onRange, first, last]);
  const columns = view.columns.slice(0, MOST_COLUMNS);
  const hasRuns = settings.combine === 'concatenate' && settings.groupBy === '';
  const gridTemplateColumns = `56px repeat(${columns.length}, minmax(${COLUMN_WIDTH}px, 1fr))`;
  const minWidth = 56 + columns.length * COLUMN_WIDTH;
  return (
    <>
      {view.columns.length > columns.length ? (
        <p className={styles.none}>
          The first {columns.length} of {formatCount(view.columns.length)} columns.
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div ref={scroller} tabIndex={0} className={styles.scroller}>
        <table
          className={styles.table}
          aria-label={label}
          aria-rowcount={view.rowCount + 1}
          aria-colcount={columns.length + 1}
          style={{ minWidth }}
        >
          <thead className={styles.heads}>
            <tr aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns }}>
              <th scope="col">Row</th>
              {columns.map((column) => (
                <Head
                  key={columnName(column)}
                  column={column}
                  runLabel={column.run === null ? null : (labels[column.run] ?? '')}
                  colour={column.run === null ? null : (colours[column.run] ?? null)}
                  settings={settings}
                  onChange={onChange}
                />
              ))}
            </tr>
          </thead>
          <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const cells = rowAt(index);
              return (
                <tr
                  key={index}
                  aria-rowindex={index + 2}
                  className={styles.row}
                  style={{ gridTemplateColumns, transform: `translateY(${start}px)` }}
                >
                  <td className={styles.number}>{formatCount(index + 1)}</td>
                  {columns.map((column, place) => {
                    const text = cells?.[place] ?? '';
                    return (
                      <td
                        key={columnName(column)}
                        title={text}
                        className={classNames(styles.cell, column.isNumeric && styles.end)}
                      >
                        {hasRuns && place === 0 ? (
                          <span
                            className={styles.dot}
                            style={{ background: colours[labels.indexOf(text)] }}
                          />
                        ) : null}
                        <bdi>{shownText(text)}</bdi>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
        {view.rowCount === 0 ? <p className={styles.none}>No row passes the filters.</p> : null}
      </div>
    </>
  );
}

function Head({
  column,
  runLabel,
  colour,
  settings,
  onChange,
}: {
  readonly column: CombinedColumn;
  readonly runLabel: string | null;
  readonly colour: string | null;
  readonly settings: TableSettings;
  readonly onChange: (change: Partial<TableSettings>) => void;
}) {
  const name = columnName(column);
  const { filters, sort, groupBy } = settings;
  const saved = filters.find((filter) => filter.column === name)?.text ?? '';
  const [draft, setDraft] = useState(saved);
  useEffect(() => setDraft(saved), [saved]);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (draft === saved) return undefined;
    const timer = setTimeout(() => {
      const others = filters.filter((filter) => filter.column !== name);
      latest.current({
        filters: draft === '' ? others : [...others, { column: name, text: draft }],
      });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [draft, saved, filters, name]);
  const direction = sort?.column === name ? sort.direction : null;
  const title = runLabel === null ? column.title : `${column.title} of ${runLabel}`;
  return (
    <th
      scope="col"
      aria-sort={direction ?? undefined}
      className={classNames(styles.head, column.isNumeric && styles.end)}
    >
      <button
        type="button"
        className={styles.sort}
        title={title}
        onClick={() =>
          onChange({
            sort:
              direction === null
                ? { column: name, direction: 'ascending' }
                : direction === 'ascending'
                  ? { column: name, direction: 'descending' }
                  : null,
          })
        }
      >
        {colour === null ? null : <span className={styles.dot} style={{ background: colour }} />}
        <bdi className={styles.title}>{shownText(column.title)}</bdi>
        {runLabel === null ? null : <span className="visually-hidden">of {runLabel}</span>}
        {direction === 'ascending' ? <ArrowUp aria-hidden /> : null}
        {direction === 'descending' ? <ArrowDown aria-hidden /> : null}
      </button>
      {groupBy !== '' ? null : (
        <input
          type="text"
          className={styles.filter}
          aria-label={`Filter ${title}`}
          placeholder={column.isNumeric ? '> 0.5, 1..2' : 'Filter'}
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      )}
    </th>
  );
}
