import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const ADDRESS = { entity: 'admin', project: 'odd', run: 'odd-1' };

describe('odd values and keys of the real client', () => {
  it('are kept exactly and read back by both APIs', async () => {
    expect(await stage.machine.run('odd_values.py', { args: [ADDRESS.run] })).toMatchObject({
      code: 0,
    });

    const rows = await stage.api.history(ADDRESS);
    expect(rows.map((row) => row.get('_step'))).toEqual([0, 1, 2, 3, 4, 5, 10, 1000]);
    const third = rows[2];
    const fourth = rows[3];
    expect(fourth?.get('nan')).toBeNaN();
    expect(third?.get('nan')).toBe(2);
    expect(third?.get('infinite')).toBe(Number.POSITIVE_INFINITY);
    expect(fourth?.get('infinite')).toBe(Number.NEGATIVE_INFINITY);
    expect(third?.get('past_2_53')).toBe(2n ** 53n + 5n);
    expect(third?.get('huge')).toBe(2n ** 60n + 2n);
    expect(third?.get('negative')).toBe(-(2n ** 63n) + 2n);
    expect(third?.get('tiny')).toBe(15e-324);
    for (const key of [
      'with.dot',
      'with/slash/twice',
      'with "quotes" and `ticks`',
      'with\\backslash',
      'smile 😀 שלום',
      'nul\u0000inside',
      '__proto__',
      'constructor',
    ]) {
      expect(third?.get(key), key).toBe(2);
    }
    expect(third?.get('text')).toBe('word 2');
    expect(third?.get('flag')).toBe(true);
    expect(third?.get('list')).toEqual([2, null, 'x']);
    expect(await stage.api.run(ADDRESS)).toMatchObject({ deadLetterCount: 0, lastStep: 1000 });
  });

  it('are counted and drawn, whatever the key is called', async () => {
    const keys = [
      'nan',
      'infinite',
      'past_2_53',
      'with.dot',
      'with\\backslash',
      'smile 😀 שלום',
      'nul\u0000inside',
      '__proto__',
      'constructor',
      'nested.a.b.c',
    ];
    const { series } = await stage.api.series('admin', 'odd', { runs: [ADDRESS.run], keys });
    expect(series.map(({ key, count }) => [key, count])).toEqual(keys.map((key) => [key, 6]));
    const byKey = new Map(series.map((each) => [each.key, each]));
    expect(byKey.get('nan')).toMatchObject({ nanCount: 3, value: [0, null, 2, null, 4, null] });
    expect(byKey.get('infinite')).toMatchObject({ infinityCount: 2 });
    expect(byKey.get('nul\u0000inside')).toMatchObject({ value: [0, 1, 2, 3, 4, 5] });
  });

  it('reach wandb.Api() as the client logged them', async () => {
    const rows = await stage.api.history(ADDRESS);
    const byClient = await stage.machine.read('admin/odd/odd-1');
    expect(byClient.scan).toEqual(rows);
    expect(byClient.history).toEqual(rows);
    expect(byClient.config.get('big')).toBe(2n ** 60n);
    expect(byClient.config.get('a.b')).toBe(1);
    expect(byClient.summary.get('huge')).toBe(2n ** 60n + 5n);
    expect(byClient.summary.get('nan')).toBeNaN();
  });
});
