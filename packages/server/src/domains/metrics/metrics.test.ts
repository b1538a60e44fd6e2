import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../runs/index.ts';
import { type MetricsRoom, openMetricsRoom } from './metrics.testing.ts';
import type { Series, SeriesRequest } from './types.ts';

let room: MetricsRoom;
beforeAll(async () => {
  room = await openMetricsRoom();
});
afterAll(() => room?.close());

async function readOne(run: Run, request: Partial<SeriesRequest> = {}): Promise<Series> {
  const [series] = await room.metrics.readSeries({
    stream: 'history',
    runs: [run],
    keys: ['loss'],
    x: 'step',
    range: null,
    buckets: 100,
    ...request,
  });
  if (series === undefined) throw new Error('there is no series');
  return series;
}

const rowsOf = (count: number, value: (step: number) => number): object[] =>
  Array.from({ length: count }, (_, step) => ({
    _step: step,
    _timestamp: 1_700_000_000 + step / 4,
    _runtime: step / 4,
    loss: value(step),
  }));

describe('a series', () => {
  it('is sent whole when it has no more points than the chart has buckets', async () => {
    const run = room.newRun();
    await room.log(
      run,
      rowsOf(100, (step) => step / 3),
    );
    const series = await readOne(run);
    expect(series.kind).toBe('points');
    if (series.kind !== 'points') return;
    expect([...series.x]).toEqual(Array.from({ length: 100 }, (_, step) => step));
    expect([...series.value]).toEqual(Array.from({ length: 100 }, (_, step) => step / 3));
  });

  it('shows a spike of one step in a hundred thousand', async () => {
    const run = room.newRun();
    await room.log(
      run,
      rowsOf(100_000, (step) => (step === 77_777 ? 1e9 : Math.sin(step))),
    );
    const series = await readOne(run, { buckets: 500 });
    expect(series.count).toBe(100_000);
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect(series.max.length).toBeLessThanOrEqual(500);
    expect(series.max.length).toBeGreaterThan(470);
    const spike = series.max.indexOf(1e9);
    expect(series.x[spike]).toBeGreaterThanOrEqual(77_777);
    expect(series.x[spike - 1]).toBeLessThan(77_777);
  });

  it('has in each bucket what all of its points give', async () => {
    const run = room.newRun();
    const values = Array.from(
      { length: 5003 },
      (_, step) => Math.fround(Math.cos(step * 7)) * step,
    );
    await room.log(
      run,
      rowsOf(values.length, (step) => values[step] ?? 0),
    );
    const series = await readOne(run, { buckets: 100 });
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    const width = (series.x[0] ?? 0) + 1;
    expect(values.length / width).toBeGreaterThan(90);
    for (let bucket = 0; bucket < series.x.length; bucket += 1) {
      const own = values.slice(bucket * width, (bucket + 1) * width);
      expect(series.x[bucket]).toBe(Math.min((bucket + 1) * width, values.length) - 1);
      expect(series.counts[bucket]).toBe(own.length);
      expect(series.min[bucket]).toBe(Math.min(...own));
      expect(series.max[bucket]).toBe(Math.max(...own));
      expect(series.first[bucket]).toBe(own[0]);
      expect(series.last[bucket]).toBe(own.at(-1));
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      expect(series.mean[bucket]).toBeCloseTo(mean, 8);
    }
  });

  it('counts NaN and infinities and leaves them out of what is drawn', async () => {
    const run = room.newRun();
    await room.log(
      run,
      Array.from({ length: 400 }, (_, step) => {
        const value = step < 5 ? 'NaN' : step === 200 ? 'Infinity' : step % 2 ? 'NaN' : '2';
        return `{"_step":${step},"loss":${value}}`;
      }),
    );
    const series = await readOne(run, { buckets: 100 });
    expect([series.count, series.nanCount, series.infinityCount]).toEqual([400, 203, 1]);
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect(series.max[0]).toBeNaN();
    expect(series.max[1]).toBe(2);
    expect(series.nans[0]).toBe(5);
  });

  it('is cut to the range, ends included, in units of the axis', async () => {
    const run = room.newRun();
    await room.log(
      run,
      rowsOf(1000, (step) => step),
    );
    const bySteps = await readOne(run, { range: { min: 10, max: 20 } });
    const bySeconds = await readOne(run, { x: 'relative', range: { min: 2.5, max: 5 } });
    const byClock = await readOne(run, {
      x: 'wall',
      range: { min: 1_700_000_002.5, max: 1_700_000_005 },
    });
    for (const series of [bySteps, bySeconds, byClock]) {
      if (series.kind !== 'points') throw new Error('expected points');
      expect([...series.value]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    }
    expect(bySeconds.x[0]).toBe(2.5);
    expect(byClock.x[10]).toBe(1_700_000_005);
  });

  it('lies on the same buckets as the other lines of its request', async () => {
    const short = room.newRun();
    const long = room.newRun();
    await room.log(
      short,
      rowsOf(500, (step) => step),
    );
    await room.log(
      long,
      rowsOf(1000, (step) => step),
    );
    const request = { stream: 'history', keys: ['loss'], x: 'step', range: null } as const;
    const series = await room.metrics.readSeries({ ...request, runs: [long, short], buckets: 100 });
    expect(series.map((one) => one.runId)).toEqual([long.id, short.id]);
    // The bucket that the short one ends in is the last of its line.
    expect([...(series[1]?.x ?? [])].slice(0, 45)).toEqual([...(series[0]?.x ?? [])].slice(0, 45));
    expect(series[1]?.x.at(-1)).toBe(499);
  });

  it('mixes whole and bucketed lines in one answer, with steps at both ends of 64 bits', async () => {
    const few = room.newRun();
    const many = room.newRun();
    await room.log(few, [
      '{"_step":-9223372036854775808,"loss":1}',
      '{"_step":9223372036854775807,"loss":2}',
    ]);
    await room.log(
      many,
      rowsOf(300, (step) => step),
    );
    const request = { stream: 'history', keys: ['loss'], x: 'step', range: null } as const;
    const series = await room.metrics.readSeries({ ...request, runs: [few, many], buckets: 10 });
    expect(series.map(({ kind, count }) => [kind, count])).toEqual([
      ['points', 2],
      ['buckets', 300],
    ]);
  });

  it('counts rows that were sent again once, the last one winning', async () => {
    const run = room.newRun({ hasRewrites: true });
    await room.log(
      run,
      rowsOf(50, () => 1),
    );
    await room.log(
      run,
      rowsOf(50, () => 2),
    );
    const series = await readOne(run);
    expect(series.count).toBe(50);
    if (series.kind === 'points') expect(new Set(series.value)).toEqual(new Set([2]));
    expect(await room.metrics.countRows(run, 'history')).toBe(50);
    expect(await room.metrics.lastStep(run.id, 'history')).toBe(49);
  });

  it('lies on buckets of time when time is asked for', async () => {
    const run = room.newRun();
    await room.log(
      run,
      rowsOf(1000, (step) => step),
    );
    const series = await readOne(run, { x: 'relative', buckets: 100 });
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect([...series.counts].reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(series.x.at(-1)).toBe(999 / 4);
    expect(series.x.length).toBeLessThanOrEqual(100);
    expect(series.x.length).toBeGreaterThan(90);
  });

  it('lies on the values of another key when that is the axis', async () => {
    const run = room.newRun();
    await room.log(
      run,
      Array.from({ length: 1000 }, (_, step) => ({
        _step: step,
        ...(step % 2 === 0 && { epoch: step / 1000 - 0.25 }),
        ...(step % 3 === 0 && { loss: step }),
      })),
    );
    const both = Array.from({ length: 167 }, (_, at) => at * 6);
    const whole = await readOne(run, { xKey: 'epoch', buckets: 1000 });
    if (whole.kind !== 'points') throw new Error('expected points');
    expect([...whole.value]).toEqual(both);
    expect([...whole.x]).toEqual(both.map((step) => step / 1000 - 0.25));
    const series = await readOne(run, { xKey: 'epoch', buckets: 10 });
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect(series.count).toBe(167);
    expect(series.x.length).toBe(10);
    expect(series.x.at(-1)).toBe(0.746);
    // Values grow with x: each bucket's largest is that of its last point.
    expect([...series.max]).toEqual([...series.x].map((x) => Math.round((x + 0.25) * 1000)));
    const range = { min: 0, max: 0.05 };
    const part = await readOne(run, { xKey: 'epoch', buckets: 1000, range });
    expect([...part.x]).toEqual(
      both.map((step) => step / 1000 - 0.25).filter((x) => x >= 0 && x <= 0.05),
    );
    const none = { runs: [run], keys: ['loss'], x: 'step', range: null, buckets: 10 } as const;
    expect(await room.metrics.readSeries({ ...none, stream: 'history', xKey: 'absent' })).toEqual(
      [],
    );
  });

  it('keeps keys that no identifier could be', async () => {
    const run = room.newRun();
    const keys = ["a'b", 'a"b', 'a\\b', 'a\nb', '\u0000', '\ud800', '😀', '__proto__', '', '%s'];
    await room.log(run, [
      `{"_step":0,${keys.map((key, at) => `${JSON.stringify(key)}:${at}`).join(',')}}`,
    ]);
    const series = await room.metrics.readSeries({
      stream: 'history',
      runs: [run],
      keys,
      x: 'step',
      range: null,
      buckets: 10,
    });
    expect(series.map((one) => one.key)).toEqual(keys);
  });
});
