import { DelimitedReader, parseExactJson, toApiJson } from '@runloom/model';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type Dispatch,
  type KeyboardEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { classNames } from '../../../components/class-names.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { shownText } from '../../../components/shown-text.ts';
import styles from '../datasets.module.css';
import { GridCell } from './cell.tsx';
import { isTextCell, typedJson } from './cell-text.ts';
import { ColumnDialog } from './column-dialog.tsx';
import { ColumnHead } from './column-head.tsx';
import { type EditAction, type Edits, rowAt, type ShownRow, shownColumns } from './edits.ts';
import { RowHead } from './row-head.tsx';
import { useRows } from './use-rows.ts';

const ROW_HEIGHT = 32;
const COLUMN_WIDTH = 220;
const ROW_HEAD_WIDTH = 76;
/** Columns that are drawn; a table of more is read elsewhere. */
const MOST_COLUMNS = 200;
/** Browsers draw nothing below some 33 million pixels. */
const MOST_ROWS = 1_000_000;

interface Position {
  readonly place: number;
  readonly column: number;
}

/** All rows of a version as a sheet: cells are changed in place, rows and columns come and go. */
export function Grid({
  entity,
  project,
  digest,
  rowCount,
  edits,
  canEdit,
  dispatch,
  isAddingColumn,
  onColumnAdded,
}: {
  readonly entity: string;
  readonly project: string;
  readonly digest: string;
  readonly rowCount: number;
  readonly edits: Edits;
  readonly canEdit: boolean;
  readonly dispatch: Dispatch<EditAction>;
  /** Whether the reader is asked for a new column. */
  readonly isAddingColumn: boolean;
  readonly onColumnAdded: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Position>({ place: 0, column: 0 });
  const [editing, setEditing] = useState<Position | null>(null);
  const count = Math.min(MOST_ROWS, rowCount + edits.inserted.length);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const firstPlace = items[0]?.index ?? 0;
  const lastPlace = items.at(-1)?.index ?? 0;
  const read = useRows(
    { entity, project },
    digest,
    rowCount,
    firstPlace - edits.inserted.length,
    lastPlace,
  );
  const columns = shownColumns(read.columns, edits).slice(0, MOST_COLUMNS);
  const added = new Map(
    edits.columns.flatMap((change) =>
      change.kind === 'add' ? [[change.name, change.value] as const] : [],
    ),
  );
  const shouldFocus = useRef(false);

  // After the keyboard has moved, the cell that was moved to has the focus.
  useEffect(() => {
    if (!shouldFocus.current || editing !== null) return;
    const cell = scroller.current?.querySelector<HTMLElement>(
      `[data-place="${at.place}"][data-column="${at.column}"]`,
    );
    if (cell === null || cell === undefined) return;
    shouldFocus.current = false;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  const cellOf = (row: ShownRow, source: string): unknown => {
    if (row.kind === 'inserted') {
      const json = edits.inserted[row.at]?.cells.get(source);
      return json === undefined ? undefined : valueOfJson(json);
    }
    const json = edits.cells.get(row.index)?.get(source) ?? added.get(source);
    return json === undefined ? read.rows.get(row.index)?.get(source) : valueOfJson(json);
  };
  const isText = (row: ShownRow, source: string): boolean =>
    isTextCell(
      cellOf(row, source),
      [...read.rows.values()].map((cells) => cells.get(source)),
    );

  const move = (place: number, column: number): void => {
    const next = {
      place: Math.max(0, Math.min(count - 1, place)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    };
    setAt(next);
    shouldFocus.current = true;
    virtualizer.scrollToIndex(next.place);
  };

  const keep = (row: ShownRow, source: string, text: string): void =>
    dispatch({
      kind: 'set cells',
      cells: [{ row, column: source, json: typedJson(text, isText(row, source)) }],
      rowCount,
    });

  // Of cells alone: menus and dialogs of the heads, too, send what they are told through the sheet.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (editing !== null) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const [down, right] = step;
      move(at.place + down, at.column + right);
    } else if (canEdit && (event.key === 'Enter' || event.key === 'F2')) {
      event.preventDefault();
      setEditing(at);
    } else if (canEdit && (event.key === 'Delete' || event.key === 'Backspace')) {
      const source = columns[at.column]?.source;
      if (source !== undefined) keep(rowAt(edits, at.place), source, '');
    }
  };

  const onPaste = (event: ClipboardEvent): void => {
    if (!canEdit || editing !== null) return;
    const text = event.clipboardData.getData('text/plain');
    if (text === '') return;
    event.preventDefault();
    const reader = new DelimitedReader('\t');
    const pasted = [...reader.push(text), ...reader.end()].map(({ fields }) => fields);
    const cellsOf = (fields: readonly string[], row: ShownRow) =>
      fields.flatMap((field, index) => {
        const source = columns[at.column + index]?.source;
        if (source === undefined) return [];
        return [{ row, column: source, json: typedJson(field, isText(row, source)) }];
      });
    const within = pasted.slice(0, Math.max(0, count - at.place));
    dispatch({
      kind: 'set cells',
      cells: within.flatMap((fields, index) => cellsOf(fields, rowAt(edits, at.place + index))),
      more: pasted
        .slice(within.length)
        .map(
          (fields) =>
            new Map(
              cellsOf(fields, { kind: 'inserted', at: -1 }).map(
                ({ column, json }) => [column, json] as const,
              ),
            ),
        ),
      rowCount,
    });
  };

  if (read.error !== null) return <ErrorState error={read.error} />;
  const template = `${ROW_HEAD_WIDTH}px ${columns.map(() => `minmax(${COLUMN_WIDTH}px, 1fr)`).join(' ')}`;
  const minWidth = ROW_HEAD_WIDTH + columns.length * COLUMN_WIDTH;
  return (
    <div ref={scroller} className={styles.grid}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells take the focus, as in a grid
        role="grid"
        aria-label="Rows"
        aria-rowcount={count + 1}
        aria-colcount={columns.length + 1}
        className={styles.sheet}
        style={{ minWidth }}
      >
        <thead className={styles.sheetHeads}>
          <tr
            aria-rowindex={1}
            className={styles.sheetRow}
            style={{ gridTemplateColumns: template }}
          >
            <th scope="col" className={styles.corner}>
              #
            </th>
            {columns.map((column) => (
              <ColumnHead
                key={column.source}
                column={column}
                taken={columns.map(({ name }) => name)}
                canEdit={canEdit}
                onChange={(change) => dispatch({ kind: 'change column', change })}
              />
            ))}
          </tr>
        </thead>
        <tbody className={styles.sheetBody} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index: place, start }) => {
            const row = rowAt(edits, place);
            const isRemoved = row.kind === 'base' && edits.removed.has(row.index);
            return (
              <tr
                key={row.kind === 'base' ? row.index : `new ${edits.inserted[row.at]?.id ?? place}`}
                aria-rowindex={place + 2}
                className={classNames(
                  styles.sheetRow,
                  styles.sheetData,
                  row.kind === 'inserted' && styles.isNew,
                  isRemoved && styles.isRemoved,
                )}
                style={{
                  gridTemplateColumns: template,
                  height: ROW_HEIGHT,
                  transform: `translateY(${start}px)`,
                }}
              >
                <RowHead
                  row={row}
                  isRemoved={isRemoved}
                  canEdit={canEdit}
                  onToggle={() => dispatch({ kind: 'toggle row', row })}
                  onInsert={(below) =>
                    dispatch({
                      kind: 'insert row',
                      place: place + below,
                      cells: emptyRow(read.columns),
                    })
                  }
                />
                {columns.map(({ source, name }, column) => (
                  <GridCell
                    key={source}
                    label={`${shownText(name)}, row ${place}`}
                    value={cellOf(row, source)}
                    isLoading={row.kind === 'base' && !read.rows.has(row.index)}
                    isChanged={row.kind === 'base' && edits.cells.get(row.index)?.has(source)}
                    isCurrent={at.place === place && at.column === column}
                    isEditing={editing?.place === place && editing.column === column}
                    place={place}
                    column={column}
                    onChoose={() => setAt({ place, column })}
                    onEdit={() => {
                      setAt({ place, column });
                      if (canEdit && !isRemoved) setEditing({ place, column });
                    }}
                    onDone={(text, next) => {
                      setEditing(null);
                      if (text !== null) keep(row, source, text);
                      move(place + (next === 'down' ? 1 : 0), column + (next === 'right' ? 1 : 0));
                    }}
                    onKeyDown={onKeyDown}
                    onPaste={onPaste}
                  />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {isAddingColumn ? (
        <ColumnDialog
          title="Add a column"
          taken={[...read.columns, ...columns.map(({ name }) => name)]}
          onClose={onColumnAdded}
          onDone={(name, value) =>
            dispatch({ kind: 'change column', change: { kind: 'add', name, value } })
          }
        />
      ) : null}
    </div>
  );
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [15, 0],
  PageUp: [-15, 0],
};

const valueOfJson = (json: string): unknown => toApiJson(parseExactJson(json));

/** A new row has the columns of the others, with nothing in them. */
export const emptyRow = (columns: readonly string[]): ReadonlyMap<string, string> =>
  new Map((columns.length === 0 ? ['Column 1'] : columns).map((column) => [column, 'null']));
