import { type CallCondition, type CallFilterField, valuesMatch } from '@runloom/model';
import type { Sort } from '../../../../components/data-table.tsx';
import type { Shown } from '../compare-state.ts';
import { fieldReader } from './example-fields.ts';
import { columnOf, type ExampleColumn, type Examples, standingOf } from './examples.ts';

/** Numbers of the examples that a filter means, null for all, as the dataset has them. */
export function filterExamples(examples: Examples, filter: CallCondition | null): Uint32Array {
  if (filter === null) return Uint32Array.from(examples.digests.keys());
  const readers = new Map<string, (row: number) => readonly unknown[]>();
  const readerOf = ({ path }: CallFilterField) => {
    const reader = readers.get(path) ?? fieldReader(examples, path);
    readers.set(path, reader);
    return reader;
  };
  const found: number[] = [];
  for (let row = 0; row < examples.digests.length; row += 1) {
    if (valuesMatch(filter, (field) => readerOf(field)(row))) found.push(row);
  }
  return Uint32Array.from(found);
}

/** Those of the examples that a choice shows, in the same order. */
export function narrowExamples(
  examples: Examples,
  rows: Uint32Array,
  shown: Shown,
  judged: ExampleColumn | null,
): Uint32Array {
  return shown === 'all' ? rows : rows.filter((row) => isShown(examples, shown, judged, row));
}

/** How many of the examples each choice shows. */
export function countShown(
  examples: Examples,
  rows: Uint32Array,
  judged: ExampleColumn | null,
): Readonly<Record<Shown, number>> {
  const countOf = (shown: Shown): number =>
    rows.reduce((count, row) => count + Number(isShown(examples, shown, judged, row)), 0);
  return {
    all: rows.length,
    different: countOf('different'),
    regressions: countOf('regressions'),
    improvements: countOf('improvements'),
    missing: countOf('missing'),
    failed: countOf('failed'),
  };
}

function isShown(
  examples: Examples,
  shown: Shown,
  judged: ExampleColumn | null,
  row: number,
): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'different':
      return (
        examples.scores.some(({ values }) => differs(values, row)) || outputsDiffer(examples, row)
      );
    case 'missing':
      return examples.trials.some((counts) => counts[row] === 0);
    case 'failed':
      return examples.failures.some((counts) => (counts[row] ?? 0) > 0);
    case 'regressions':
      return judged !== null && stands(judged, row, 'worse');
    case 'improvements':
      return judged !== null && stands(judged, row, 'better');
  }
}

function stands(column: ExampleColumn, row: number, standing: 'better' | 'worse'): boolean {
  for (let evaluation = 1; evaluation < column.values.length; evaluation += 1) {
    if (standingOf(column, row, evaluation) === standing) return true;
  }
  return false;
}

/** NaN, which stands for a value that is not there, is like NaN. */
function differs(values: readonly Float64Array[], row: number): boolean {
  const first = values[0]?.[row];
  return values.some((column) => !Object.is(column[row], first));
}

function outputsDiffer({ outputs }: Examples, row: number): boolean {
  const first = outputs[0]?.texts[row];
  return outputs.some(({ texts }) => texts[row] !== first);
}

/** The examples in another order; those without a value stand last. Null leaves them as they are. */
export function sortExamples(
  examples: Examples,
  rows: Uint32Array,
  sort: Sort | null,
  judged: ExampleColumn | null,
): Uint32Array {
  if (sort === null) return rows;
  const { column, direction } = sort;
  const sign = direction === 'ascending' ? 1 : -1;
  const keys = sortKeys(examples, column, judged);
  if (keys === null) return rows;
  const order = (a: number, b: number): number => {
    const [left, right] = [keys[a], keys[b]];
    const [isLeft, isRight] = [isAbsent(left), isAbsent(right)];
    if (isLeft || isRight) return Number(isLeft) - Number(isRight) || a - b;
    if (left === right) return a - b;
    return (left as number) < (right as number) ? -sign : sign;
  };
  return rows.toSorted(order);
}

const isAbsent = (key: unknown): boolean => key === null || key === undefined || Number.isNaN(key);

/**
 * What the rows stand by: `difference` is the largest change of the judged score against the
 * baseline, `inputs` and `outputs.<evaluation>` are texts, any other a column's key with the number
 * of its evaluation: `1:latency`, `0:score.match`.
 */
function sortKeys(
  examples: Examples,
  name: string,
  judged: ExampleColumn | null,
): ArrayLike<number | string | null> | null {
  if (name === 'inputs') return examples.inputs.texts;
  if (name === 'difference') return judged === null ? null : changes(judged);
  const [, place = '', key = ''] = /^(\d+):(.*)$/s.exec(name) ?? [];
  const evaluation = Number(place);
  if (key === 'output') return examples.outputs[evaluation]?.texts ?? null;
  return columnOf(examples, key)?.values[evaluation] ?? null;
}

/** By example, the change of any evaluation that is farthest from the baseline; better is more. */
function changes({ values, direction }: ExampleColumn): Float64Array {
  const sign = direction === 'higher' ? 1 : -1;
  const [base, ...others] = values;
  return Float64Array.from({ length: base?.length ?? 0 }, (_, row) => {
    let farthest = Number.NaN;
    for (const own of others) {
      const change = sign * ((own[row] ?? Number.NaN) - (base?.[row] ?? Number.NaN));
      if (Number.isNaN(farthest) || Math.abs(change) > Math.abs(farthest)) farthest = change;
    }
    return farthest;
  });
}
