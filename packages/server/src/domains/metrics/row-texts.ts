import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import type { PointRoom } from './point-room.ts';
import { IN_REST } from './row-form.ts';
import { writeRows } from './row-writer.ts';
import type { Scope } from './scope.ts';
import { readStoredPoints } from './stored-points.ts';
import type { RowStyle, StoredRows } from './stored-rows.ts';

/** Which points are read: those of a range, or of single steps. Their rows' records must be among them. */
export interface PointSelection {
  /** A condition on `step`, and further ones. */
  readonly where: string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

/**
 * Rows in the order of the history, put together from their points. The engine writes the numbers, in
 * the order in which they are stored; their texts are only moved here.
 * @param room may be that of other reads, also of some under way
 */
export async function selectTexts(
  columns: ColumnStore,
  scope: Scope,
  selection: PointSelection,
  style: RowStyle,
  room: PointRoom,
): Promise<StoredRows> {
  const { run } = scope.params;
  const ofOne = typeof run === 'number';
  return columns.takeBytes(
    {
      sql: `SELECT ${ofOne ? '' : 'run, '}key, step, toString(value) AS number, form, rest
        FROM ${scope.points}
        WHERE ${scope.where} AND ${selection.where} AND form != '${IN_REST}'
        ORDER BY ${ofOne ? '' : 'run, '}key, step`,
      params: { ...scope.params, ...selection.params },
    },
    'Native',
    (answer) => writeRows(readStoredPoints(answer, room), ofOne ? run : 0, style, room),
  );
}
