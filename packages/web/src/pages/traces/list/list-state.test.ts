import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_LIST, type ListState, readListState, writeListState } from './list-state.ts';

test('an untouched list leaves nothing in the address', () => {
  expect(writeListState(DEFAULT_LIST)).toEqual({});
  expect(readListState({})).toEqual(DEFAULT_LIST);
});

function state(): fc.Arbitrary<ListState> {
  const column = fc.string({ minLength: 1 });
  const time = fc.option(fc.integer({ min: 0, max: 4e12 }));
  return fc.record({
    version: fc.constant(DEFAULT_LIST.version),
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
    pinned: fc.array(column),
    hasPlots: fc.boolean(),
  });
}

test('whatever is set up comes back from the address', () => {
  fc.assert(
    fc.property(state(), (asked) => {
      expect(readListState(writeListState(asked))).toEqual(asked);
    }),
  );
});

test('beside a saved view the address says only what differs from it', () => {
  fc.assert(
    fc.property(state(), state(), (asked, base) => {
      const members = writeListState(asked, base);
      // Empty members are left out of addresses.
      expect(Object.values(members)).not.toContain('');
      expect(readListState(members, base)).toEqual(asked);
      expect(writeListState(base, base)).toEqual({});
    }),
  );
});
