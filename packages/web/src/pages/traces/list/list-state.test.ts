import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_LIST, type ListState, readListState, writeListState } from './list-state.ts';

test('an untouched list leaves nothing in the address', () => {
  expect(writeListState(DEFAULT_LIST)).toEqual({});
  expect(readListState({})).toEqual(DEFAULT_LIST);
});

test('whatever is set up comes back from the address', () => {
  const column = fc.string({ minLength: 1 });
  const time = fc.option(fc.integer({ min: 0, max: 4e12 }));
  const state: fc.Arbitrary<ListState> = fc.record({
    filter: fc.string(),
    text: fc.string(),
    isAll: fc.boolean(),
    thread: fc.string(),
    run: fc.string(),
    from: time,
    to: time,
    sort: fc.option(
      fc.record({
        field: fc.constantFrom('latency', 'inputs.a-b', 'output'),
        direction: fc.constantFrom('asc' as const, 'desc' as const),
      }),
    ),
    columns: fc.array(column),
    hasPlots: fc.boolean(),
  });
  fc.assert(
    fc.property(state, (asked) => {
      expect(readListState(writeListState(asked))).toEqual(asked);
    }),
  );
});
