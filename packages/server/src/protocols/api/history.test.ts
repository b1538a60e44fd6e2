import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Metrics } from '../../domains/metrics/index.ts';
import type { Run } from '../../domains/runs/index.ts';
import { allRows } from './history.ts';

const run = {} as Run;

/** Rows by the step at which they stand, read as the column store does. */
function tableOf(rows: ReadonlyMap<bigint, string>): Pick<Metrics, 'readRows'> {
  const steps = [...rows.keys()].sort((a, b) => (a < b ? -1 : 1));
  return {
    async readRows(_run, _stream, { minStep, maxStep, limit }) {
      return steps
        .filter((step) => minStep === undefined || step >= minStep)
        .filter((step) => maxStep === undefined || step < maxStep)
        .slice(0, limit)
        .map((step) => rows.get(step) ?? '');
    },
  };
}

async function readAll(rows: ReadonlyMap<bigint, string>, rowsPerRead: number): Promise<string> {
  let text = '';
  for await (const part of allRows(tableOf(rows), run, rowsPerRead)) text += part;
  return text;
}

test('every row comes once, in step order, whatever the steps and however many are read at a time', async () => {
  const row = fc.record({
    step: fc.oneof(
      fc.bigInt({ min: 0n, max: 40n }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    ),
    tellsItsStep: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      async (given, size) => {
        const rows = new Map<bigint, string>();
        for (const { step, tellsItsStep } of given) {
          // A row without `_step` stands at its line number, which is never negative or huge.
          const hasNoStep = !tellsItsStep && step >= 0n && step <= 40n;
          rows.set(step, hasNoStep ? `{"at":${step}}` : `{"_step":${step},"nan":NaN}`);
        }
        const expected = [...rows]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, text]) => `${text}\n`);
        expect(await readAll(rows, size)).toBe(expected.join(''));
      },
    ),
  );
});

test('a gap of a billion lines takes few reads', async () => {
  const rows = new Map([0n, 1n, 2n, 10n ** 9n, 10n ** 9n + 1n].map((step) => [step, '{"a":1}']));
  expect(await readAll(rows, 2)).toBe('{"a":1}\n'.repeat(5));
});

test('a run without rows is empty', async () => {
  expect(await readAll(new Map(), 5)).toBe('');
});
