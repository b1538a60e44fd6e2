import type { ExactJson } from '@runloom/model';
import { cellText, type TableData } from './table-data.ts';

export interface TableSort {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** What a person asks of a table: texts of filters by column, and one order. */
export interface TableQuery {
  readonly filters: ReadonlyMap<number, string>;
  readonly sort: TableSort | null;
}

type Test = (value: ExactJson | undefined) => boolean;

/**
 * Numbers of the rows that pass all filters, in order. A filter is a text to be found, in any case;
 * `=text` is the whole cell; in any column `> 1`, `>= 1`, `< 1`, `<= 1` and `1..2` compare numbers.
 * Equal rows keep their order; NaN and empty cells come last either way.
 */
export function queryRows({ rows }: TableData, { filters, sort }: TableQuery): Uint32Array {
  const tests = [...filters].flatMap(([column, text]) => {
    const test = testOf(text);
    return test === null ? [] : [{ column, test }];
  });
  const found = new Uint32Array(rows.length);
  let count = 0;
  for (const [index, row] of rows.entries()) {
    if (!tests.every(({ column, test }) => test(row[column]))) continue;
    found[count] = index;
    count += 1;
  }
  const shown = found.subarray(0, count);
  if (sort === null) return shown;
  const { column } = sort;
  const keys = rows.map((row) => row[column]);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return shown.sort((a, b) => {
    const left = keys[a];
    const right = keys[b];
    const isLeftLast = isMissing(left);
    if (isLeftLast || isMissing(right)) {
      return isLeftLast === isMissing(right) ? a - b : isLeftLast ? 1 : -1;
    }
    return sign * compare(left, right) || a - b;
  });
}

function isMissing(value: ExactJson | undefined): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Numbers before all else, exactly: a double and an integer past 2^53 compare by their value. */
function compare(a: ExactJson | undefined, b: ExactJson | undefined): number {
  const isLeftNumber = typeof a === 'number' || typeof a === 'bigint';
  const isRightNumber = typeof b === 'number' || typeof b === 'bigint';
  if (isLeftNumber && isRightNumber) return a < b ? -1 : a > b ? 1 : 0;
  if (isLeftNumber || isRightNumber) return isLeftNumber ? -1 : 1;
  const left = cellText(a);
  const right = cellText(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const COMPARISON = new RegExp(String.raw`^(>=|<=|>|<)\s*(${NUMBER})$`, 'i');
const RANGE = new RegExp(String.raw`^(${NUMBER})\s*\.\.\s*(${NUMBER})$`, 'i');

/** Null for a filter that lets everything pass. */
function testOf(text: string): Test | null {
  const wanted = text.trim();
  if (wanted === '') return null;
  const comparison = COMPARISON.exec(wanted);
  if (comparison !== null) return comparisonTest(comparison[1] ?? '', Number(comparison[2]));
  const range = RANGE.exec(wanted);
  if (range !== null) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return (value) => isNumber(value) && value >= from && value <= to;
  }
  if (wanted.startsWith('=')) {
    const whole = wanted.slice(1).trim();
    return (value) => cellText(value) === whole;
  }
  const lower = wanted.toLowerCase();
  return (value) => cellText(value).toLowerCase().includes(lower);
}

function comparisonTest(operator: string, limit: number): Test {
  switch (operator) {
    case '>':
      return (value) => isNumber(value) && value > limit;
    case '>=':
      return (value) => isNumber(value) && value >= limit;
    case '<':
      return (value) => isNumber(value) && value < limit;
    default:
      return (value) => isNumber(value) && value <= limit;
  }
}

function isNumber(value: ExactJson | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
