/** What every system is asked to take and to tell. `common.py` computes the same numbers. */

/** Sizes of one run of the benchmark. */
export interface Plan {
  readonly ingest: Size;
  /** What systems take that finish `ingest` too soon to be timed well. */
  readonly longIngest: Size;
  readonly repeats: number;
  readonly chartSteps: number;
  readonly longChartSteps: number;
  readonly chartRepeats: number;
  readonly searchRuns: number;
  readonly longSearchRuns: number;
  /** No new piece of work is begun after this long. */
  readonly minutes: number;
}

export interface Size {
  readonly runs: number;
  readonly steps: number;
  readonly keys: number;
}

export const FULL: Plan = {
  ingest: { runs: 4, steps: 1000, keys: 20 },
  longIngest: { runs: 4, steps: 50_000, keys: 20 },
  repeats: 3,
  chartSteps: 100_000,
  longChartSteps: 1_000_000,
  chartRepeats: 5,
  searchRuns: 1000,
  longSearchRuns: 10_000,
  minutes: 25,
};

export const QUICK: Plan = {
  ingest: { runs: 4, steps: 100, keys: 20 },
  longIngest: { runs: 4, steps: 10_000, keys: 20 },
  repeats: 1,
  chartSteps: 10_000,
  longChartSteps: 100_000,
  chartRepeats: 3,
  searchRuns: 100,
  longSearchRuns: 0,
  minutes: 4,
};

/** Value of a metric: a falling curve with noise, as a 32-bit float. */
export function metricValue(run: number, key: number, step: number): number {
  const noise = ((step * 2654435761 + key * 40503 + run * 97) % 4294967296) / 4294967296;
  return Math.fround(1 / (1 + step / 1000) + 0.05 * (noise - 0.5) + key);
}

export function keyName(key: number): string {
  return `train/metric_${key}`;
}

/** The metric that a search filters and sorts by: all different, in no order. */
export function accuracyOf(run: number): number {
  return ((run * 7919) % 10007) / 10007;
}

const OPTIMIZERS = ['adam', 'adamw', 'sgd', 'lion'] as const;

export function optimizerOf(run: number): string {
  return OPTIMIZERS[run % OPTIMIZERS.length] ?? '';
}

export function pointsOf({ runs, steps, keys }: Size): number {
  return runs * steps * keys;
}

/** The sum of the last values of all series: what must be read back after `ingest`. */
export function sumOfLastValues({ runs, steps, keys }: Size): number {
  let sum = 0;
  for (let run = 0; run < runs; run += 1) {
    for (let key = 0; key < keys; key += 1) sum += metricValue(run, key, steps - 1);
  }
  return sum;
}

/** What the search must find: how many runs, and the highest accuracy among them. */
export function expectedSearch(runs: number): { readonly matches: number; readonly best: number } {
  const found = Array.from({ length: runs }, (_, run) => run)
    .filter((run) => optimizerOf(run) === 'adam' && accuracyOf(run) > 0.5)
    .map(accuracyOf);
  return { matches: found.length, best: Math.max(...found) };
}

/** Whether the time of the plan is used up. */
export interface Budget {
  readonly isSpent: () => boolean;
}
