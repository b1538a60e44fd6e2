import type { CsvTable } from '../../../../panels/analysis/csv.ts';
import { letterOf } from '../../shared/evaluation-mark.tsx';
import type { Examples } from './examples.ts';

/** The listed examples in their order, with exactly the numbers that the table shows rounded. */
export function examplesCsv(
  examples: Examples,
  rows: Uint32Array,
  names: readonly string[],
): CsvTable {
  const { digests, inputs, outputs, scores, latency, tokens, cost, trials, failures } = examples;
  const evaluations = names.map((name, index) => ({ index, title: `${letterOf(index)} ${name}` }));
  const columns = [
    ...scores.map((score) => ({ title: `scores.${score.key}`, values: score.values })),
    { title: 'latency_seconds', values: latency.values },
    { title: 'tokens', values: tokens.values },
    { title: 'cost_usd', values: cost.values },
    { title: 'trials', values: trials },
    { title: 'failures', values: failures },
  ];
  return {
    columns: [
      'example',
      'inputs',
      ...evaluations.map(({ title }) => `${title} output`),
      ...columns.flatMap((column) => evaluations.map(({ title }) => `${title} ${column.title}`)),
    ],
    rows: Array.from(rows, (row) => [
      digests[row] ?? null,
      inputs.texts[row] ?? null,
      ...evaluations.map(({ index }) => outputs[index]?.texts[row] ?? null),
      ...columns.flatMap(({ values }) =>
        evaluations.map(({ index }) => {
          const value = values[index]?.[row] ?? Number.NaN;
          return Number.isNaN(value) ? null : value;
        }),
      ),
    ]),
  };
}
