import { expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

interface Read {
  readonly [name: string]: unknown;
  readonly lines: readonly [number, string, string][];
}

it('histograms, media, tables and wide and long rows are read back as they were logged', async () => {
  const { code, output } = await stage.machine.run('rich_rows.py', { args: ['rich-1'] });
  expect(code, output.slice(-3000)).toBe(0);
  const found = /^READ (.*)$/m.exec(output);
  const read = JSON.parse(found?.[1] ?? '{}') as Read;
  expect(read).toMatchObject({
    rows: 26,
    histogram: { _type: 'histogram' },
    image: { _type: 'image-file', width: 6, height: 4, caption: 'black' },
    page: { _type: 'html-file' },
    table: { _type: 'table-file', ncols: 2, nrows: 2 },
    text: 9_000_000,
    wide: 99_999,
    wideKeys: 100_000,
    value: { typeCounts: [{ type: 'number', count: 20 }], monotonic: true, previousValue: 19 },
    even: { typeCounts: [{ type: 'number', count: 10 }], monotonic: true, previousValue: 18 },
    histogramKey: [{ type: 'histogram', count: 1 }],
    steps: [3, 4, 5, 6, 7, 8],
    evens: Array.from({ length: 10 }, (_, at) => ({ _step: at * 2, even: at * 2 })),
    sampled: [0, 5, 10, 14, 19],
    system: true,
    times: true,
  });
  expect(read['listed']).toBeGreaterThan(100_000);
  const { values, bins } = read['histogram'] as { values: number[]; bins: number[] };
  expect(bins).toHaveLength(values.length + 1);
  expect(values.reduce((sum, count) => sum + count, 0)).toBe(1000);

  const logged = read.lines.filter(([, , text]) => text.startsWith('logged '));
  expect(logged.map(([, , text]) => text)).toEqual(
    Array.from({ length: 26 }, (_, at) => `logged ${at}`),
  );
  expect(read.lines.map(([number]) => number)).toEqual(read.lines.map((_, at) => at));
  expect(read['lastLines']).toEqual(read.lines.slice(-2).map(([, , text]) => text));
});
