import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planRequests } from './series-requests.ts';

const line = (run: string, key: string, isApart = false) => ({ run, key, isApart });

it('asks for many panels of the same runs at once', () => {
  const wanted = ['loss', 'accuracy', 'rate'].flatMap((key) => [line('b', key), line('a', key)]);
  expect(planRequests(wanted)).toEqual([{ runs: ['a', 'b'], keys: ['loss', 'accuracy', 'rate'] }]);
});

it('asks apart for keys that are wanted of other runs, or whose buckets must be their own', () => {
  const wanted = [
    line('a', 'loss'),
    line('a', 'rate'),
    line('b', 'rate'),
    line('a', 'late', true),
    line('a', 'accuracy'),
  ];
  expect(planRequests(wanted)).toEqual([
    { runs: ['a'], keys: ['loss', 'accuracy'] },
    { runs: ['a', 'b'], keys: ['rate'] },
    { runs: ['a'], keys: ['late'] },
  ]);
});

it('asks for exactly the lines that are wanted, each once, in requests of bounded size', () => {
  const some = fc.constantFrom('a', 'b', 'c', 'd', 'e', '"', '[');
  fc.assert(
    fc.property(
      fc.array(fc.record({ run: some, key: some, isApart: fc.boolean() })),
      fc.integer({ min: 1, max: 40 }),
      (few, times) => {
        const wanted = few.flatMap((one) =>
          Array.from({ length: times }, (_, index) => ({ ...one, key: `${one.key}${index}` })),
        );
        const asked = planRequests(wanted).flatMap(({ runs, keys }) => {
          expect(runs.length * keys.length).toBeLessThanOrEqual(64);
          return keys.flatMap((key) => runs.map((run) => JSON.stringify([run, key])));
        });
        const expected = new Set(wanted.map(({ run, key }) => JSON.stringify([run, key])));
        expect(asked.length).toBe(expected.size);
        expect(new Set(asked)).toEqual(expected);
      },
    ),
  );
});
