import { parseCallFilter } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { parseSort } from '../../../../components/sort-text.ts';
import type { Shown } from '../compare-state.ts';
import { EXAMPLE_FIELDS } from './example-fields.ts';
import { createJsonColumn, type ExampleColumn, type Examples, standingOf } from './examples.ts';
import { countShown, filterExamples, narrowExamples, sortExamples } from './list-examples.ts';

const NONE = Number.NaN;
const column = (
  key: string,
  values: readonly (readonly number[])[],
  direction: 'higher' | 'lower' = 'higher',
): ExampleColumn => ({
  key,
  kind: 'number',
  direction,
  values: values.map((each) => Float64Array.from(each)),
});

const MATCH = column('match', [
  [1, 1, 0, 1],
  [1, 0, 1, NONE],
]);
const EXAMPLES: Examples = {
  digests: ['a', 'b', 'c', 'd'],
  evaluationCount: 2,
  scores: [
    MATCH,
    column(
      'loss',
      [
        [1, 1, 1, 1],
        [1, 2, 0.5, NONE],
      ],
      'lower',
    ),
  ],
  latency: column(
    'latency',
    [
      [1, 2, 3, 4],
      [4, 3, 2, NONE],
    ],
    'lower',
  ),
  tokens: column(
    'tokens',
    [
      [NONE, NONE, NONE, NONE],
      [NONE, NONE, NONE, NONE],
    ],
    'lower',
  ),
  cost: column(
    'cost',
    [
      [NONE, NONE, NONE, NONE],
      [NONE, NONE, NONE, NONE],
    ],
    'lower',
  ),
  trials: [Uint32Array.of(1, 1, 1, 1), Uint32Array.of(1, 1, 1, 0)],
  failures: [Uint32Array.of(0, 0, 0, 0), Uint32Array.of(0, 1, 0, 0)],
  inputs: createJsonColumn(['{"q":"Paris"}', '{"q":"Rome"}', '{"q":"Oslo"}', '{"q":"cut']),
  outputs: [
    createJsonColumn(['"yes"', '"yes"', '"no"', '"yes"']),
    createJsonColumn(['"yes"', '{"text":"no"}', '"yes"', null]),
  ],
};

function listed(
  part: { shown?: Shown; filter?: string; sort?: string; judged?: ExampleColumn | null } = {},
): readonly string[] {
  const { shown = 'all', filter, sort, judged = MATCH } = part;
  const meant = filterExamples(
    EXAMPLES,
    filter === undefined ? null : parseCallFilter(filter, EXAMPLE_FIELDS),
  );
  const rows = narrowExamples(EXAMPLES, meant, shown, judged);
  const order = sort === undefined ? null : parseSort(sort);
  return [...sortExamples(EXAMPLES, rows, order, judged)].map((row) => EXAMPLES.digests[row] ?? '');
}

describe('examples of a comparison', () => {
  it('are told apart by how they stand beside the baseline', () => {
    expect(listed({ shown: 'regressions' })).toEqual(['b']);
    expect(listed({ shown: 'improvements' })).toEqual(['c']);
    expect(listed({ shown: 'missing' })).toEqual(['d']);
    expect(listed({ shown: 'different' })).toEqual(['b', 'c', 'd']);
    expect(countShown(EXAMPLES, Uint32Array.of(0, 1, 2, 3), MATCH)).toEqual({
      all: 4,
      different: 3,
      regressions: 1,
      improvements: 1,
      missing: 1,
      failed: 1,
    });
  });

  it('are worse when they score more where lower is better', () => {
    const loss = EXAMPLES.scores[1] as ExampleColumn;
    expect([0, 1, 2, 3].map((row) => standingOf(loss, row, 1))).toEqual([
      'same',
      'worse',
      'better',
      'missing',
    ]);
  });

  it('have no regressions where nothing is scored', () => {
    expect(listed({ shown: 'regressions', judged: null })).toEqual([]);
  });

  it('are found by what is inside of inputs, outputs and scores, of any evaluation or of one', () => {
    expect(listed({ filter: 'inputs.q = "Rome"' })).toEqual(['b']);
    expect(listed({ filter: 'inputs contains "CUT"' })).toEqual(['d']);
    expect(listed({ filter: 'output = "no"' })).toEqual(['c']);
    expect(listed({ filter: 'output.text = "no"' })).toEqual(['b']);
    expect(listed({ filter: 'scores.match = 0' })).toEqual(['b', 'c']);
    expect(listed({ filter: 'B.scores.match = 0' })).toEqual(['b']);
    expect(listed({ filter: 'b.scores.match is not set' })).toEqual(['d']);
    expect(listed({ filter: 'B.latency >= 3 s and failures > 0' })).toEqual(['b']);
  });

  it('refuse fields that they do not have', () => {
    for (const text of ['scores > 1', 'A.inputs.q = "x"', 'status = "x"', 'latency.p = 3']) {
      expect(() => parseCallFilter(text, EXAMPLE_FIELDS), text).toThrow('no field here');
    }
  });

  it('stand in the order of a column, those without a value last both ways', () => {
    expect(listed({ sort: '1:latency' })).toEqual(['c', 'b', 'a', 'd']);
    expect(listed({ sort: '-1:latency' })).toEqual(['a', 'b', 'c', 'd']);
    expect(listed({ sort: '0:score.match' })).toEqual(['c', 'a', 'b', 'd']);
    expect(listed({ sort: 'difference' })).toEqual(['b', 'a', 'c', 'd']);
    expect(listed({ sort: 'inputs' })).toEqual(['c', 'a', 'b', 'd']);
    expect(listed({ sort: '-1:output' })).toEqual(['b', 'a', 'c', 'd']);
    expect(listed({ sort: 'nothing' })).toEqual(['a', 'b', 'c', 'd']);
  });
});
