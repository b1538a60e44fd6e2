import { decodeKey } from '@runloom/model';
import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { encodeGone, type GoneValue } from './row-blocks.ts';
import type { DecodedColumns } from './row-columns.ts';
import { decodeRows } from './row-decoder.ts';
import { SQL_ROW_KEY } from './row-form.ts';
import { type Scope, scopeOfSource } from './scope.ts';
import type { DecodedRows, RowLines } from './types.ts';

/** Steps that one statement is asked about: bound values are limited. */
const STEPS_PER_READ = 4000;

/**
 * Marks that take back what rows at the same steps held before and no longer hold: a row that is
 * sent again replaces all of the old one. Costs a read of the old keys, so it is asked for only when
 * some of the steps may be in the store already.
 */
export async function takeBackReplaced(
  columns: ColumnStore,
  { source, stream, offset, lines }: RowLines,
  version: bigint,
): Promise<DecodedRows['inserts']> {
  // Samples of the machine have the same keys each time.
  if (stream !== 'history') return [];
  const fresh = lastOfEachStep(decodeRows(stream, offset, lines, version));
  const steps = [...fresh.rows.steps];
  const kept = valuesOf(fresh);
  const scope = scopeOfSource(source, stream);
  const inserts: DecodedRows['inserts'][number][] = [];
  for (const table of ['history_points', 'history_objects'] as const) {
    const stored = await selectValueNames(
      columns,
      scope,
      table === 'history_points' ? scope.points : scope.objects,
      steps,
    );
    const gone = stored.filter(({ step, key }) => !kept[table].has(`${step} ${key}`));
    if (gone.length > 0) inserts.push(encodeGone(source, table, gone, version));
  }
  return inserts;
}

/** Which keys have a value at these steps. */
async function selectValueNames(
  columns: ColumnStore,
  scope: Scope,
  table: string,
  steps: readonly bigint[],
): Promise<GoneValue[]> {
  const values: GoneValue[] = [];
  for (let from = 0; from < steps.length; from += STEPS_PER_READ) {
    const reader = new RowBinaryReader(
      await columns.queryBytes(
        {
          sql: `SELECT toString(key), groupArray(step) FROM ${table}
            WHERE ${scope.where} AND key != ${SQL_ROW_KEY} AND step IN {steps:Array(Int64)}
            GROUP BY key`,
          params: { ...scope.params, steps: steps.slice(from, from + STEPS_PER_READ) },
        },
        'RowBinary',
      ),
    );
    while (!reader.done) {
      const key = decodeKey(reader.text());
      for (const step of reader.int64Array()) values.push({ step, key });
    }
  }
  return values;
}

type Names = ReadonlySet<string>;

/** All values by table, each named by its step and key. */
function valuesOf({ rows, keys, points, objects }: DecodedColumns): {
  readonly history_points: Names;
  readonly history_objects: Names;
} {
  const stepOf = (row: number): bigint => rows.steps[row] ?? 0n;
  const numbers = new Set<string>();
  for (const [at, row] of points.rows.entries()) {
    numbers.add(`${stepOf(row)} ${keys[points.keys[at] ?? 0] ?? ''}`);
  }
  return {
    history_points: numbers,
    history_objects: new Set(objects.map(({ row, key }) => `${stepOf(row)} ${key}`)),
  };
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
      lines: Uint32Array.from(kept, (row) => rows.lines[row] ?? 0),
      steps: BigInt64Array.from(kept, (row) => rows.steps[row] ?? 0n),
      clocks: Float64Array.from(kept, (row) => rows.clocks[row] ?? 0),
      forms: movedTo(rows.forms, kept),
      rests: movedTo(rows.rests, kept),
    },
    points: {
      count: positions.length,
      rows: positions.map((at) => placeOf.get(points.rows[at] ?? -1) ?? 0),
      keys: positions.map((at) => points.keys[at] ?? 0),
      values: Float64Array.from(positions, (at) => points.values[at] ?? 0),
      forms: movedTo(points.forms, positions),
    },
    objects: objects.flatMap((object) => {
      const row = placeOf.get(object.row);
      return row === undefined ? [] : [{ ...object, row }];
    }),
  };
}

/** Texts by the new places of what is kept. */
function movedTo(
  texts: ReadonlyMap<number, string>,
  kept: ArrayLike<number>,
): ReadonlyMap<number, string> {
  if (texts.size === 0) return texts;
  const moved = new Map<number, string>();
  for (let place = 0; place < kept.length; place += 1) {
    const text = texts.get(kept[place] ?? -1);
    if (text !== undefined) moved.set(place, text);
  }
  return moved;
}
