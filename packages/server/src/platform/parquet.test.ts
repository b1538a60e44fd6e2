import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type ParquetPage, writeParquetFile } from './parquet.ts';

it('reads no more pages once nobody wants the file', async () => {
  let [given, isEnded] = [0, false];
  async function* pages(): AsyncGenerator<ParquetPage> {
    try {
      for (; given < 1_000; given += 1) {
        await setTimeout(5);
        yield [[given]];
      }
    } finally {
      isEnded = true;
    }
  }

  for await (const _ of writeParquetFile([{ name: 'x', type: 'DOUBLE' }], pages())) break;

  await expect.poll(() => isEnded).toBe(true);
  expect(given).toBeLessThan(100);
});
