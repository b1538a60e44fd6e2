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
  return sortRows(shown, rows, sort);
}

/** Sorts numbers of rows in place: those with a value first, in order, then the others as they came. */
function sortRows(
  shown: Uint32Array,
  rows: TableData['rows'],
  { column, direction }: TableSort,
): Uint32Array {
  const cells = (number: number): ExactJson | undefined => rows[number]?.[column];
  const present = shown.filter((number) => !isMissing(cells(number)));
  const missing = shown.filter((number) => isMissing(cells(number)));
  const sign = direction === 'ascending' ? 1 : -1;
  if (present.every((number) => typeof cells(number) === 'number')) {
    const keys = new Float64Array(rows.length);
    for (const number of present) keys[number] = cells(number) as number;
    // Of two infinities the difference is NaN, which is no order: then their rows decide.
    present.sort((a, b) => sign * ((keys[a] ?? 0) - (keys[b] ?? 0)) || a - b);
  } else {
    // Made once: each is compared many times.
    const keys: (number | bigint | string)[] = new Array(rows.length);
    for (const number of present) {
      const value = cells(number);
      keys[number] = isNumber(value) ? value : cellText(value);
    }
    present.sort((a, b) => sign * compare(keys[a] ?? '', keys[b] ?? '') || a - b);
  }
  shown.set(present);
  shown.set(missing, present.length);
  return shown;
}

function isMissing(value: ExactJson | undefined): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Numbers before texts, exactly: a double and an integer past 2^53 compare by their value. */
function compare(a: number | bigint | string, b: number | bigint | string): number {
  const isLeftText = typeof a === 'string';
  if (isLeftText !== (typeof b === 'string')) return isLeftText ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
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
