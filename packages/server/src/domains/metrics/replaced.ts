import type { ColumnStore } from '../../stores/columns/types.ts';
import { encodeGone, type GoneValue } from './row-blocks.ts';
import { type DecodedColumns, decodeRows } from './row-decoder.ts';
import { scopeOfSource } from './scope.ts';
import { selectRowsAt } from './store.ts';
import type { DecodedRows, RowLines } from './types.ts';

/**
 * Marks that take back what rows at the same steps held before and no longer hold: a row that is
 * sent again replaces all of the old one. Costs a read of the old rows, so it is asked for only when
 * some of the steps may be in the store already.
 */
export async function takeBackReplaced(
  columns: ColumnStore,
  { source, stream, offset, lines }: RowLines,
  version: bigint,
): Promise<DecodedRows['inserts']> {
  // Samples of the machine have the same keys each time.
  if (stream !== 'history') return [];
  const fresh = decodeRows(stream, offset, lines, version);
  const steps = [...new Set(fresh.rows.steps)];
  const stored = await selectRowsAt(columns, scopeOfSource(source, stream), steps);
  const texts = new Map<bigint, string>();
  for (const [row, step] of fresh.rows.steps.entries()) {
    texts.set(step, fresh.rows.texts[row] ?? '');
  }
  const changed = [...stored].filter(([step, text]) => texts.get(step) !== text);
  if (changed.length === 0) return [];
  const old = decodeRows(
    stream,
    0,
    changed.map(([, text]) => text),
    version,
  );
  const kept = valuesOf(fresh, (row) => fresh.rows.steps[row]);
  // What was stored as a row was decoded once, so none of these rows is missing.
  const gone = valuesOf(old, (row) => changed[row]?.[0]);
  return (['history_points', 'history_objects'] as const).flatMap((table) => {
    const values = [...gone[table]].filter(([name]) => !kept[table].has(name));
    if (values.length === 0) return [];
    return [
      encodeGone(
        source,
        table,
        values.map(([, value]) => value),
        version,
      ),
    ];
  });
}

type Values = ReadonlyMap<string, GoneValue>;

/** All values by table, each under a name that is its step and key. */
function valuesOf(
  decoded: DecodedColumns,
  stepOf: (row: number) => bigint | undefined,
): { readonly history_points: Values; readonly history_objects: Values } {
  const { points, objects, keys } = decoded;
  const numbers = new Map<string, GoneValue>();
  const others = new Map<string, GoneValue>();
  const add = (values: Map<string, GoneValue>, row: number, key: string): void => {
    const step = stepOf(row);
    if (step !== undefined) values.set(`${step} ${key}`, { step, key });
  };
  for (const [at, row] of points.rows.entries())
    add(numbers, row, keys[points.keys[at] ?? 0] ?? '');
  for (const { row, key } of objects) add(others, row, key);
  return { history_points: numbers, history_objects: others };
}

/** Of rows with the same step only the last one, as the store will keep them. */
export function lastOfEachStep(decoded: DecodedColumns): DecodedColumns {
  const { rows, points, objects } = decoded;
  const lastRow = new Map<bigint, number>();
  for (const [row, step] of rows.steps.entries()) lastRow.set(step, row);
  if (lastRow.size === rows.count) return decoded;
  const kept = [...lastRow.values()].sort((a, b) => a - b);
  const placeOf = new Map(kept.map((row, place) => [row, place]));
  const positions = Uint32Array.from(points.rows.keys()).filter((at) =>
    placeOf.has(points.rows[at] ?? -1),
  );
  return {
    ...decoded,
    rows: {
      count: kept.length,
      texts: kept.map((row) => rows.texts[row] ?? ''),
      steps: BigInt64Array.from(kept, (row) => rows.steps[row] ?? 0n),
      times: BigInt64Array.from(kept, (row) => rows.times[row] ?? 0n),
    },
    points: {
      count: positions.length,
      rows: positions.map((at) => placeOf.get(points.rows[at] ?? -1) ?? 0),
      keys: positions.map((at) => points.keys[at] ?? 0),
      values: Float64Array.from(positions, (at) => points.values[at] ?? 0),
    },
    objects: objects.flatMap((object) => {
      const row = placeOf.get(object.row);
      return row === undefined ? [] : [{ ...object, row }];
    }),
  };
}
