// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of expressions look like that
import { encodePanel } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../runs/index.ts';
import { openSeriesRoom, type SeriesRoom } from './room.testing.ts';

let room: SeriesRoom;
let run: Run;
beforeAll(async () => {
  room = await openSeriesRoom();
  const filled = room.newRun({ config: '{"lr": {"value": "big"}}' });
  for (let part = 0; part < 4; part += 1) {
    const rows = Array.from({ length: 500 }, (_, at) => {
      const step = part * 500 + at;
      return {
        _step: step,
        _timestamp: 1.7e9 + step / 7,
        loss: Math.sin(step) / 3,
        'train/acc': step,
        void: 'NaN',
        back: -step,
      };
    });
    await room.log(filled, rows);
  }
  run = filled;
});
afterAll(() => room.close());

const LOSS = { key: 'loss' };

describe('a panel', () => {
  it('is the same to the byte when it is asked for again, also after the engine merged its parts', async () => {
    const panels = [
      { y: [LOSS], buckets: 3, columns: ['mean', 'min', 'first', 'last'] },
      { y: [LOSS], buckets: 100, x: 'relative', columns: ['mean'] },
      { y: [{ expression: 'loss * 2' }], buckets: 7, smoothing: { kind: 'ema', weight: 0.9 } },
      { y: [LOSS], group: { grouping: { kind: 'by', fields: ['group'] } }, buckets: 10 },
    ] as const;
    const read = async () =>
      Promise.all(
        panels.map(async (panel) => encodePanel(await room.panel([run], panel as never))),
      );
    const before = await read();
    expect(await read()).toEqual(before);
    await room.columns.command({ sql: 'OPTIMIZE TABLE history_points FINAL' });
    expect(await read()).toEqual(before);
  });

  it.each([
    [[{ key: 'nothing' }], 'logged "nothing"'],
    [[{ expression: 'loss +' }], 'character 7: The expression ends'],
    [[{ expression: 'loss * ${config:lr}' }], 'no number at config "lr"'],
    [[{ expression: 'train/acc' }], 'a name with / stands in backticks'],
    [[{ expression: '1 + 2' }], 'names no metric'],
    [[{ key: "x'; DROP TABLE history_points; --" }], 'logged "x\'; DROP TABLE'],
  ])('tells what is wrong with %j and draws the others', async (wrong, message) => {
    const panel = await room.panel([run], { y: [...wrong, LOSS] });
    expect(panel.error).toBeNull();
    expect(panel.problems[0]).toMatchObject({ y: 0, message: expect.stringContaining(message) });
    expect(panel.lines.map(({ y }) => y)).toEqual([1]);
  });

  it('that is too much says so in itself', async () => {
    const panel = await room.panel([run], {
      y: Array.from({ length: 10_000 }, (_, at) => ({ key: `k${at}` })),
    });
    expect(panel.error).toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('10,000 lines'),
    });
  });

  it('draws what is in a view of one step, and says when a view is empty or the wrong way round', async () => {
    const at = (min: number, max: number) => room.panel([run], { y: [LOSS], range: { min, max } });
    expect((await at(7, 7)).lines[0]).toMatchObject({ kind: 'points', count: 1 });
    expect((await at(0.2, 0.7)).problems[0]?.message).toContain('no points of "loss" in view');
    expect((await at(9, 8)).error?.message).toContain('ends (8) before it begins (9)');
  });

  it('counts what is no number, and draws a line of nothing else', async () => {
    const panel = await room.panel([run], {
      y: [{ key: 'void' }],
      buckets: 10,
      columns: ['min', 'mean', 'nans'],
    });
    expect(panel.lines[0]).toMatchObject({ count: 2000, nanCount: 2000 });
    expect([...(panel.lines[0]?.columns['min'] ?? [])].every(Number.isNaN)).toBe(true);
  });

  it('says that an x goes backwards, and draws in the order of x', async () => {
    const panel = await room.panel([run], { y: [LOSS], x: { key: 'back' }, buckets: 10_000 });
    expect(panel.lines[0]?.backwards).toBe(true);
    expect(panel.lines[0]?.columns['x']?.[0]).toBe(-1999);
    expect(panel.lines[0]?.columns['step']?.[0]).toBe(1999);
  });

  it('goes on where an earlier answer ended, on the same buckets', async () => {
    const ask = { y: [LOSS], buckets: 50, columns: ['min', 'max', 'last', 'counts'] } as const;
    const whole = await room.panel([run], ask as never);
    const width = whole.grid?.width ?? 0;
    const tail = await room.panel([run], {
      ...ask,
      range: { min: width * 20, max: 1e6 },
      bucketWidth: width,
    } as never);
    for (const [name, values] of Object.entries(tail.lines[0]?.columns ?? {})) {
      expect([...values]).toEqual([...(whole.lines[0]?.columns[name] ?? [])].slice(20));
    }
    const fine = await room.panel([run], {
      ...ask,
      range: { min: 0, max: 1e9 },
      bucketWidth: 1,
    } as never);
    expect(fine.error?.message).toContain('Leave bucketWidth out');
  });

  it('merges rows that were sent again, and draws samples of the machine over time', async () => {
    const again = room.newRun({ hasRewrites: true });
    await room.log(again, [
      { _step: 0, loss: 1 },
      { _step: 1, loss: 2 },
    ]);
    await room.log(again, [{ _step: 1, loss: 5 }]);
    const line = (await room.panel([again], { y: [LOSS] })).lines[0];
    expect([...(line?.columns['value'] ?? [])]).toEqual([1, 5]);
    await room.log(
      again,
      [
        { _timestamp: 1.7e9 + 2, gpu: 7 },
        { _timestamp: 1.7e9 + 4, gpu: 9 },
      ],
      'system',
    );
    const gpu = (await room.panel([again], { y: [{ key: 'gpu' }], stream: 'system' })).lines[0];
    expect([...(gpu?.columns['x'] ?? [])]).toEqual([2, 4]);
  });
});
