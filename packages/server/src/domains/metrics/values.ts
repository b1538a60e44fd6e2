import { type ExactJson, encodeKey, parseExactJson } from '@runloom/model';
import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { valueAt } from './keys.ts';
import type { Scope } from './scope.ts';
import { selectRowsAt } from './store.ts';
import type { SteppedValue } from './types.ts';

/** Steps that hold a value of the key that is no number, in order, from behind `after` on. */
export async function selectObjectSteps(
  columns: ColumnStore,
  scope: Scope,
  key: string,
  after: bigint | null,
  limit: number,
): Promise<bigint[]> {
  const beyond = after === null ? '' : 'AND step > {after:Int64}';
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT DISTINCT step FROM ${scope.objects}
          WHERE ${scope.where} AND key = {key:String} ${beyond}
          ORDER BY step LIMIT {limit:UInt64}`,
        params: {
          ...scope.params,
          key: encodeKey(key),
          limit,
          ...(after === null ? {} : { after }),
        },
      },
      'RowBinary',
    ),
  );
  const steps: bigint[] = [];
  while (!reader.done) steps.push(reader.int64());
  return steps;
}

/** Values of a dotted key in the rows at these steps, in order. */
export async function selectValues(
  columns: ColumnStore,
  scope: Scope,
  key: string,
  steps: readonly bigint[],
): Promise<SteppedValue[]> {
  const values: SteppedValue[] = [];
  for (const { step, text } of await selectRowsAt(columns, scope, steps, key)) {
    const value = valueIn(text, key);
    if (value !== undefined) values.push({ step, value });
  }
  return values;
}

function valueIn(text: string, key: string): ExactJson | undefined {
  const row = parseExactJson(text);
  return row instanceof Map ? valueAt(row, key) : undefined;
}
