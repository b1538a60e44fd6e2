import { useMemo } from 'react';
import { type Column, DataTable } from '../data-table.tsx';
import { formatCount } from '../format.ts';
import type { TextTable } from './delimited.ts';
import styles from './preview.module.css';

const COLUMN_WIDTH = 120;
/** A browser lays out no more columns than this without stalling. */
const MOST_COLUMNS = 100;
const ROWS_TO_JUDGE = 50;

type NumberedRow = readonly [number: number, row: readonly string[]];

/** Rows and columns of text; columns of numbers stand at the end of their cells. */
export function TablePreview({
  table,
  label,
}: {
  readonly table: TextTable;
  readonly label: string;
}) {
  const columns = useMemo(() => tableColumns(table), [table]);
  const rows = useMemo(
    () => table.rows.map((row, index): NumberedRow => [index + 1, row]),
    [table],
  );
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={([number]) => String(number)}
      rowHeight={26}
      minWidth={60 + (columns.length - 1) * COLUMN_WIDTH}
    />
  );
}

function tableColumns(table: TextTable): readonly Column<NumberedRow>[] {
  const shown = table.columns.slice(0, MOST_COLUMNS);
  const left = table.columns.length - shown.length;
  return [
    {
      id: 'number',
      title: 'Row',
      width: '60px',
      align: 'end',
      render: ([number]) => <span className={styles.rowNumber}>{number}</span>,
    },
    ...shown.map(
      (title, index): Column<NumberedRow> => ({
        id: String(index),
        title,
        width: `minmax(${COLUMN_WIDTH}px, 1fr)`,
        align: isNumeric(table, index) ? 'end' : 'start',
        render: ([, row]) => <bdi title={row[index]}>{row[index]}</bdi>,
      }),
    ),
    ...(left > 0
      ? [
          {
            id: 'more',
            title: `${formatCount(left)} more columns`,
            width: '160px',
            render: () => '…',
          },
        ]
      : []),
  ];
}

function isNumeric(table: TextTable, index: number): boolean {
  const cells = table.rows.slice(0, ROWS_TO_JUDGE).map((row) => row[index] ?? '');
  const filled = cells.filter((cell) => cell !== '');
  return (
    filled.length > 0 &&
    filled.every((cell) => /^-?(?:[\d.,]+(?:e[+-]?\d+)?|nan|inf(?:inity)?)$/i.test(cell))
  );
}
