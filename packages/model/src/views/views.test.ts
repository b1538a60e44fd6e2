import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { describeChanges } from './changes.ts';
import { applyDifference, differenceFrom, isSame } from './compact.ts';
import { ViewSpecError } from './spec-reader.ts';
import { INITIAL_VIEW_SPEC, parseViewSpec } from './view-spec.ts';

describe('a saved view', () => {
  it('is complete by itself: what it lacks is as at first', () => {
    expect(parseViewSpec({ version: 1, runs: { filter: 'state = "x"' } })).toEqual({
      ...INITIAL_VIEW_SPEC,
      runs: { ...INITIAL_VIEW_SPEC.runs, filter: 'state = "x"' },
    });
  });

  it('of a newer program is refused with the reason', () => {
    expect(() => parseViewSpec({ version: 2 })).toThrow(/newer version/);
  });

  it.each([
    [null],
    [[]],
    [{ version: 1, runs: { sort: 'x' } }],
    [{ version: 1, runs: { colours: { chosen: [['run', 'red;background:url(//x)']] } } }],
  ])('is refused when it is %j', (value) => {
    expect(() => parseViewSpec(value)).toThrow(ViewSpecError);
  });

  it('says how it differs from another version', () => {
    const { runs, board } = INITIAL_VIEW_SPEC;
    const after = {
      ...INITIAL_VIEW_SPEC,
      runs: { ...runs, filter: 'state = "finished"', groupBy: ['config.lr'] },
      board: { ...board, sections: [{ id: 'auto:train', title: 'Training' }] },
    };
    expect(describeChanges(INITIAL_VIEW_SPEC, after)).toEqual([
      { subject: 'Filter', before: null, after: 'state = "finished"' },
      { subject: 'Groups', before: null, after: 'config.lr' },
      { subject: 'Section Training', before: null, after: '{"title":"Training"}' },
    ]);
    expect(describeChanges(after, after)).toEqual([]);
  });
});

const JSON_VALUE = fc.jsonValue({ depthSize: 'small' }).map((value) => structuredClone(value));

test('a difference brings any value back from any base', () => {
  fc.assert(
    fc.property(JSON_VALUE, JSON_VALUE, (base, value) => {
      const sent = JSON.parse(JSON.stringify(differenceFrom(base, value)));
      expect(isSame(applyDifference(base, sent), JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
  );
});

test('the difference of nothing is empty', () => {
  expect(differenceFrom(INITIAL_VIEW_SPEC, structuredClone(INITIAL_VIEW_SPEC))).toEqual({});
});
