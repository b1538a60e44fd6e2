import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { TableRow } from '../../../domains/objects/index.ts';
import { exportRows, keepRows } from './export.ts';

const PAGES: readonly (readonly TableRow[])[] = [
  [{ digest: 'a', value: '{"q":"one","n":1}' } as TableRow],
  [{ digest: 'b', value: '{"q":"two","late":true}' } as TableRow],
];

/** Counts how often rows are read. */
function counted() {
  const reads = { count: 0 };
  const readRows = async function* () {
    reads.count += 1;
    yield* PAGES;
  };
  return { reads, readRows };
}

it('reads the rows of a table once', async () => {
  const { reads, readRows } = counted();
  const told = await text(await exportRows('csv', readRows));
  expect(
    told
      .split('\r\n')
      .slice(0, 3)
      .map((line) => line.trim()),
  ).toEqual(['q,n,late', 'one,1,', 'two,,true']);
  expect(reads.count).toBe(1);
});

it('reads those again that are too many to be kept', async () => {
  const { reads, readRows } = counted();
  const rows = keepRows(readRows, 20);
  const seen: unknown[] = [];
  for await (const page of rows.first()) seen.push(page);
  for await (const page of rows.again()) seen.push(page);
  expect(seen).toEqual([...PAGES, ...PAGES]);
  expect(reads.count).toBe(2);
});
