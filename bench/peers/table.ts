import { quantile, round } from '../report.ts';
import type { Sample } from './system.ts';

export type Row = Readonly<Record<string, string | number>>;

const UNITS_WHERE_MORE_IS_BETTER = /points\/s$/;

/** One row for each way the system was asked: median, extremes, and whether the answers were right. */
export function table(
  work: string,
  system: string,
  samples: readonly Sample[],
  check: (sample: Sample) => string | null,
  figureOf: (sample: Sample) => number,
): Row[] {
  const ways = Map.groupBy(samples, ({ way }) => way);
  return [...ways].map(([way, own]) => {
    const values = own.map(figureOf);
    const wrong = own.map(check).find((each) => each !== null) ?? '';
    return {
      work,
      system,
      way,
      median: quantile(values, 0.5),
      min: Math.min(...values),
      max: Math.max(...values),
      repeats: values.length,
      note: wrong,
    };
  });
}

/** Adds how many times better Runloom's fastest and slowest way are than each row of the same work. */
export function ratios(rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    const median = row['median'];
    const own = rows
      .filter((each) => each['work'] === row['work'] && each['system'] === 'Runloom')
      .map((each) => Number(each['median']));
    if (typeof median !== 'number' || own.length === 0 || row['system'] === 'Runloom') return row;
    const isMoreBetter = UNITS_WHERE_MORE_IS_BETTER.test(String(row['work']));
    const times = own.map((each) => (isMoreBetter ? each / median : median / each));
    const shown = (ratio: number): number => round(ratio, ratio < 10 ? 2 : 0);
    return {
      ...row,
      'Runloom ×, fastest way': shown(Math.max(...times)),
      ...(times.length > 1 ? { 'slowest way': shown(Math.min(...times)) } : {}),
    };
  });
}
