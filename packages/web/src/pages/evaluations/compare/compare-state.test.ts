import { describe, expect, it } from 'vitest';
import { type CompareState, readCompareState, writeCompareState } from './compare-state.ts';

const STATE: CompareState = {
  ids: ['a*b', 'c'],
  view: 'examples',
  metrics: ['match.ok', 'val~'],
  turned: ['toxicity'],
  judged: 'match.ok',
  shown: 'regressions',
  filter: 'A.scores.match = true',
  sort: { column: 'scores.match', direction: 'descending' },
  example: 'digest',
  hasAllProperties: true,
};

describe('the state of a comparison in the address', () => {
  it('comes back as it was written', () => {
    expect(readCompareState(writeCompareState(STATE))).toEqual(STATE);
  });

  it('says nothing of what was left as it is', () => {
    const untouched = readCompareState({ ids: 'a*b' });
    expect(untouched.ids).toEqual(['a', 'b']);
    expect(writeCompareState(untouched)).toEqual({ ids: 'a*b' });
  });

  it('is read from links of Weave, each evaluation once', () => {
    expect(readCompareState({ evaluationCallIds: '["x","y","x"]' }).ids).toEqual(['x', 'y']);
    expect(readCompareState({ evaluationCallIds: 'no list' }).ids).toEqual([]);
    expect(readCompareState({ evaluationCallIds: '{"a":1}', show: 'nothing' }).shown).toBe('all');
  });
});
