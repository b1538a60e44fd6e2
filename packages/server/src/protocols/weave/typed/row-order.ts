import {
  CallQueryError,
  type ExactJson,
  evaluateQuery,
  itemText,
  memberText,
  parseExactJson,
  parseQuery,
  type QueryExpression,
  splitPath,
} from '@runloom/model';
import { z } from 'zod';
import type { Trial } from '../../../domains/evaluations/index.ts';
import { invalid } from '../../../platform/errors.ts';

/** A row of a dataset with all attempts at it, and the row itself as a JSON text. */
export interface ResultRow {
  readonly digest: string;
  readonly trials: readonly Trial[];
  readonly raw: string;
}

export const ROW_SORT = z.object({
  field: z.string(),
  direction: z.enum(['asc', 'desc']),
  evaluation_call_id: z.string().nullish(),
  mode: z.enum(['value', 'difference']).nullish(),
});
export const ROW_FILTER = z.object({
  query: z.unknown().optional(),
  evaluation_call_id: z.string().nullish(),
});

interface RowField {
  readonly root: 'scores' | 'inputs' | 'output';
  readonly path: readonly string[];
}

/**
 * Rows that the filters mean (by default all of them have to): a filter means a row when one of its
 * trials, of the evaluation named where there is one, does.
 * @throws RunloomError('invalid') for what is no query of rows
 */
export function filterRows(
  rows: readonly ResultRow[],
  filters: readonly z.output<typeof ROW_FILTER>[],
  operator: 'and' | 'or',
): readonly ResultRow[] {
  const conditions = filters.flatMap(({ query, evaluation_call_id }) => {
    const expression = readable(() => parseQuery(query, parseRowField));
    return expression === null ? [] : [{ expression, evaluation: evaluation_call_id ?? null }];
  });
  if (conditions.length === 0) return rows;
  return rows.filter((row) => {
    const holds = conditions.map(({ expression, evaluation }) =>
      trialsOf(row, evaluation).some((trial) => isMeant(expression, row, trial)),
    );
    return operator === 'or' ? holds.some(Boolean) : holds.every(Boolean);
  });
}

/**
 * In the order of values, means where there are several numbers; of `difference` by how far evaluations
 * lie apart. Rows without a value come last, equal ones in the order of their digests.
 */
export function sortRows(
  rows: readonly ResultRow[],
  sort: readonly z.output<typeof ROW_SORT>[],
): readonly ResultRow[] {
  const orders = sort.map(({ field, direction, evaluation_call_id, mode }) => {
    const wanted = readable(() => parseRowField(field));
    const values = new Map(
      rows.map((row) => [
        row,
        mode === 'difference'
          ? spreadOf(row, wanted)
          : meanOf(row, wanted, evaluation_call_id ?? null),
      ]),
    );
    return { values, sign: direction === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { values, sign } of orders) {
      const order = compare(values.get(a) ?? null, values.get(b) ?? null, sign);
      if (order !== 0) return order;
    }
    return a.digest < b.digest ? -1 : 1;
  });
}

/** Whether the rows themselves have to be known. */
export const looksAtInputs = (fields: unknown): boolean =>
  /"inputs\b/.test(JSON.stringify(fields ?? null));

function parseRowField(name: string): RowField {
  const [root, ...path] = splitPath(name);
  if (root === 'scores' || root === 'inputs' || root === 'output') return { root, path };
  throw new CallQueryError(
    `Rows have scores, inputs and output, and paths into them, not ${JSON.stringify(name)}.`,
  );
}

function isMeant(expression: QueryExpression<RowField>, row: ResultRow, trial: Trial): boolean {
  const holds = evaluateQuery(expression, (field) => ({
    kind: 'json',
    json: read(field, row, trial),
  }));
  return holds === true;
}

const trialsOf = ({ trials }: ResultRow, evaluation: string | null): readonly Trial[] =>
  evaluation === null ? trials : trials.filter(({ evaluationId }) => evaluationId === evaluation);

function read({ root, path }: RowField, row: ResultRow, trial: Trial): ExactJson | undefined {
  const [first, ...rest] = path;
  if (root === 'scores') {
    if (first === undefined) return undefined;
    // A scorer may have dots in its name.
    const whole = trial.scores.get(path.join('.'));
    return parsed(whole ?? follow(trial.scores.get(first) ?? null, rest));
  }
  return parsed(follow(root === 'inputs' ? row.raw : trial.output, path));
}

const parsed = (text: string | null): ExactJson | undefined =>
  text === null ? undefined : parseExactJson(text);

function follow(text: string | null, path: readonly string[]): string | null {
  let value = text;
  for (const segment of path) {
    if (value === null) return null;
    value =
      value.charCodeAt(0) === 91 ? itemText(value, Number(segment)) : memberText(value, segment);
  }
  return value;
}

type SortValue = number | string | null;

function meanOf(row: ResultRow, field: RowField, evaluation: string | null): SortValue {
  const values = trialsOf(row, evaluation).map((trial) => read(field, row, trial));
  const numbers = values.flatMap((value) =>
    typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
      ? [Number(value)]
      : [],
  );
  if (numbers.length > 0) return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return values.find((value) => typeof value === 'string') ?? null;
}

function spreadOf(row: ResultRow, field: RowField): SortValue {
  const evaluations = new Set(row.trials.map(({ evaluationId }) => evaluationId));
  const values = [...evaluations]
    .map((evaluation) => meanOf(row, field, evaluation))
    .filter((value) => typeof value === 'number');
  return values.length < 2 ? null : Math.max(...values) - Math.min(...values);
}

function compare(a: SortValue, b: SortValue, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a === b ? 0 : a < b ? -sign : sign;
}

function readable<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CallQueryError) throw invalid(error.message);
    throw error;
  }
}
