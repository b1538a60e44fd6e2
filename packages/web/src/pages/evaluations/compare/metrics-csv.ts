import type { ComparedMetric, EvaluationView } from '@runloom/model';
import type { CsvTable } from '../../../panels/analysis/csv.ts';

/** A row for each metric of each evaluation, with the numbers that the table shows rounded. */
export function metricsCsv(
  evaluations: readonly EvaluationView[],
  metrics: readonly ComparedMetric[],
): CsvTable {
  return {
    columns: [
      'metric',
      'evaluation',
      'name',
      'mean',
      'low',
      'high',
      'examples',
      'difference',
      'difference_low',
      'difference_high',
      'pairs',
      'test',
      'p',
      'p_holm',
      'verdict',
    ],
    rows: metrics.flatMap(({ key, estimates, differences }) =>
      evaluations.map(({ id, name }, index) => {
        const [own, difference] = [estimates[index], differences[index]];
        return [
          key,
          id,
          name,
          own?.mean ?? null,
          own?.low ?? null,
          own?.high ?? null,
          own?.count ?? null,
          difference?.mean ?? null,
          difference?.low ?? null,
          difference?.high ?? null,
          difference?.pairs ?? null,
          difference?.test ?? null,
          difference?.p ?? null,
          difference?.adjustedP ?? null,
          difference?.verdict ?? null,
        ];
      }),
    ),
  };
}
