import { leavesOf, type Trial } from '../../../domains/evaluations/index.ts';

/** What all trials of an evaluation say of one leaf of a score. */
export interface ScorerStat {
  readonly scorer_key: string;
  readonly path: string | null;
  readonly value_type: 'binary' | 'continuous' | 'text' | null;
  readonly trial_count: number;
  readonly numeric_count: number;
  readonly numeric_mean: number | null;
  readonly pass_true_count: number;
  readonly pass_known_count: number;
  readonly pass_rate: number | null;
  readonly pass_signal_coverage: number | null;
}

/** Statistics of each leaf of each score, in the order in which they were seen. */
export function scorerStats(trials: readonly Trial[]): readonly ScorerStat[] {
  const leaves = new Map<string, { scorer: string; path: string | null; values: unknown[] }>();
  for (const { scores } of trials) {
    for (const { scorer, path, value } of leavesOf(scores)) {
      const key = JSON.stringify([scorer, path]);
      const found = leaves.get(key) ?? { scorer, path: path || null, values: [] };
      found.values.push(value);
      leaves.set(key, found);
    }
  }
  return [...leaves.values()].map(({ scorer, path, values }) => {
    const passes = values.filter((value) => typeof value === 'boolean');
    const numbers = values.filter(
      (value): value is number => typeof value === 'number' && Number.isFinite(value),
    );
    const passed = passes.filter(Boolean).length;
    return {
      scorer_key: scorer,
      path,
      value_type: typeOf(values),
      trial_count: values.length,
      numeric_count: numbers.length,
      numeric_mean:
        numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
      pass_true_count: passed,
      pass_known_count: passes.length,
      pass_rate: passes.length === 0 ? null : passed / passes.length,
      pass_signal_coverage: trials.length === 0 ? null : passes.length / trials.length,
    };
  });
}

function typeOf(values: readonly unknown[]): ScorerStat['value_type'] {
  if (values.some((value) => typeof value === 'boolean')) return 'binary';
  if (values.some((value) => typeof value === 'number')) return 'continuous';
  return values.some((value) => typeof value === 'string') ? 'text' : null;
}
