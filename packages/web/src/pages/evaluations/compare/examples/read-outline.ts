import type { ExampleOutline } from '@runloom/model';
import { OTHER_DIRECTION } from '../directions.ts';
import { createJsonColumn, type ExampleColumn, type Examples } from './examples.ts';

/**
 * The examples of an answer as lists in memory sort and filter them.
 * @param turned scores of which the other way is better
 */
export function readOutline(
  { digests, inputs, evaluations, scores }: ExampleOutline,
  turned: readonly string[] = [],
): Examples {
  const column = (
    key: string,
    direction: ExampleColumn['direction'],
    values: readonly (readonly (number | null)[])[],
    kind: ExampleColumn['kind'] = 'number',
  ): ExampleColumn => ({ key, kind, direction, values: values.map(numbersOf) });
  return {
    digests,
    evaluationCount: evaluations.length,
    scores: scores.map(({ key, kind, direction, values, spreads }) => ({
      ...column(key, turned.includes(key) ? OTHER_DIRECTION[direction] : direction, values, kind),
      spreads: spreads.map(numbersOf),
    })),
    latency: column(
      'latency',
      'lower',
      evaluations.map(({ latencies }) => latencies),
    ),
    tokens: column(
      'tokens',
      'lower',
      evaluations.map(({ tokens }) => tokens),
    ),
    cost: column(
      'cost',
      'lower',
      evaluations.map(({ costs }) => costs),
    ),
    trials: evaluations.map(({ trials }) => Uint32Array.from(trials)),
    failures: evaluations.map(({ failures }) => Uint32Array.from(failures)),
    inputs: createJsonColumn(inputs),
    outputs: evaluations.map(({ outputs }) => createJsonColumn(outputs)),
  };
}

const numbersOf = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);
