// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of expressions look like that
import {
  bucketOf,
  evaluateExpression,
  foldPoints,
  type PanelData,
  type PanelLine,
  parseExpression,
  smooth,
} from '@runloom/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../runs/index.ts';
import { openSeriesRoom, type SeriesRoom } from './room.testing.ts';

let room: SeriesRoom;
beforeAll(async () => {
  room = await openSeriesRoom();
});
afterAll(() => room.close());

interface Row {
  readonly step: number;
  readonly time: number;
  readonly loss: number;
  readonly lr: number | null;
}

const spelled = (value: number): unknown => (Number.isFinite(value) ? value : String(value));

async function newRun(rows: readonly Row[], known: Partial<Run> = {}): Promise<Run> {
  const run = room.newRun(known);
  const texts = rows.map(({ step, time, loss, lr }) => ({
    _step: step,
    _timestamp: 1_700_000_000 + time,
    _runtime: time / 2,
    loss: spelled(loss),
    ...(lr === null ? {} : { lr }),
  }));
  // In two parts, as a store has them.
  const half = Math.ceil(texts.length / 2);
  await room.log(run, texts.slice(0, half));
  if (half < texts.length) await room.log(run, texts.slice(half));
  return run;
}

function onlyLine(panel: PanelData): PanelLine {
  const [line, ...others] = panel.lines;
  if (line === undefined || others.length > 0)
    throw new Error(JSON.stringify(panel, null, 1).slice(0, 1000));
  return line;
}

function column(line: PanelLine, name: string): number[] {
  const values = line.columns[name];
  if (values === undefined) throw new Error(`There is no column ${name}.`);
  return [...values];
}

const ALL_COLUMNS = ['min', 'max', 'first', 'last', 'mean', 'counts', 'nans', 'infinities'];
// Without -0, whose sign the JSON of these tests does not write.
const FINITE = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);
const LOSS = fc.oneof(
  { weight: 8, arbitrary: FINITE },
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
/** Rows whose steps rise and whose times mostly do. */
const ROWS = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 40 }),
      tick: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 0, max: 900 }) },
        fc.integer({ min: -300, max: 0 }),
      ),
      loss: LOSS,
      lr: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((all) => {
    let step = -30;
    let time = 0;
    return all.map(({ gap, tick, loss, lr }): Row => {
      step += gap;
      time += tick;
      return { step, time: time / 1000, loss, lr };
    });
  });
const BUCKETS = fc.constantFrom(2, 7, 30, 200);

/** Points in the order of x, by the rule the answer tells. */
function inOrder(rows: readonly Row[], xOf: (row: Row) => number, yOf: (row: Row) => number) {
  const points = rows.map((row) => ({ x: xOf(row), value: yOf(row), step: row.step }));
  points.sort((a, b) => a.x - b.x || a.step - b.step);
  return {
    x: Float64Array.from(points, ({ x }) => x),
    value: Float64Array.from(points, ({ value }) => value),
  };
}

function expectSameLine(
  line: PanelLine,
  panel: PanelData,
  points: { x: Float64Array; value: Float64Array },
  buckets: number,
): void {
  expect(line.count).toBe(points.x.length);
  if (points.x.length <= buckets) {
    expect(line.kind).toBe('points');
    expect(column(line, 'x')).toEqual([...points.x]);
    expect(column(line, 'value')).toEqual([...points.value]);
    return;
  }
  const folded = foldPoints({ ...points, smoothed: null }, panel.grid?.width ?? 0);
  expect(line.kind).toBe('buckets');
  for (const name of [
    'x',
    'bucket',
    'min',
    'max',
    'first',
    'last',
    'counts',
    'nans',
    'infinities',
  ] as const) {
    expect(column(line, name), name).toEqual([...folded[name]]);
  }
  for (const [at, mean] of folded.mean.entries()) {
    const told = column(line, 'mean')[at] ?? 0;
    if (Number.isNaN(mean)) expect(told).toBeNaN();
    else expect(Math.abs(told - mean)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(mean)));
  }
}

const AXES = {
  step: (row: Row) => row.step,
  relative: (row: Row) => Math.round(row.time * 1e6) / 1e6,
  wall: (row: Row) => Math.round((1_700_000_000 + row.time) * 1e6) / 1e6,
  process: (row: Row) => row.time / 2,
} as const;

describe('a line', () => {
  it('is made of all points in view, over every kind of x', async () => {
    await fc.assert(
      fc.asyncProperty(
        ROWS,
        BUCKETS,
        fc.constantFrom(...(Object.keys(AXES) as (keyof typeof AXES)[])),
        fc.boolean(),
        async (rows, buckets, x, isZoomed) => {
          const run = await newRun(rows);
          const xOf = AXES[x];
          const places = rows.map(xOf);
          const min = Math.min(...places);
          const max = Math.max(...places);
          const range = isZoomed
            ? { min: min + (max - min) * 0.3, max: min + (max - min) * 0.8 }
            : null;
          const panel = await room.panel([run], {
            y: [{ key: 'loss' }],
            x,
            range,
            buckets,
            columns: ALL_COLUMNS,
          });
          const inView = rows.filter(
            (row) => range === null || (xOf(row) >= range.min && xOf(row) <= range.max),
          );
          expect(panel.error).toBeNull();
          if (inView.length === 0) {
            expect(panel.lines).toEqual([]);
            expect(panel.problems[0]?.message).toContain('no points of "loss" in view');
            return;
          }
          const line = onlyLine(panel);
          expectSameLine(
            line,
            panel,
            inOrder(inView, xOf, ({ loss }) => loss),
            buckets,
          );
          expect(panel.span).toEqual({
            min: Math.min(...inView.map(xOf)),
            max: Math.max(...inView.map(xOf)),
          });
          const wentBack = inView.some(
            (row, at) => at > 0 && xOf(row) < xOf(inView[at - 1] as Row),
          );
          if (x !== 'process' && !isZoomed) expect(line.backwards).toBe(wentBack);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it('is the value of an expression in every row that has all its metrics, also as x', async () => {
    const y = 'cumsum(loss) / (1 + ${config:lr}) - diff(_step) * lr';
    const x = 'lr * 100 + _step';
    await fc.assert(
      fc.asyncProperty(ROWS, BUCKETS, fc.boolean(), async (all, buckets, ownX) => {
        const run = await newRun(all, { config: '{"lr": {"value": 0.5}}' });
        const rows = all.filter(({ lr }) => lr !== null);
        const panel = await room.panel([run], {
          y: [{ expression: y }],
          x: ownX ? { expression: x } : 'step',
          buckets,
          columns: ALL_COLUMNS,
        });
        if (rows.length === 0) {
          expect(panel.lines).toEqual([]);
          return;
        }
        const values = (text: string): Float64Array =>
          evaluateExpression(parseExpression(text), {
            length: rows.length,
            valuesOf: ({ source, name }) =>
              source === 'config'
                ? 0.5
                : Float64Array.from(rows, (row) =>
                    name === '_step' ? row.step : (row[name as 'loss'] as number),
                  ),
          });
        const [xs, ys] = [values(x), values(y)];
        const index = new Map(rows.map((row, at) => [row, at]));
        const points = inOrder(
          rows,
          (row) => (ownX ? (xs[index.get(row) ?? 0] as number) : row.step),
          (row) => ys[index.get(row) ?? 0] as number,
        );
        expectSameLine(onlyLine(panel), panel, points, buckets);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('that is smoothed is the smoothed line of all points, told at the drawn places', async () => {
    const smoothing = fc.oneof(
      fc
        .double({ min: 0.01, max: 0.99, noNaN: true })
        .chain((weight) =>
          fc.constantFrom({ kind: 'ema' as const, weight }, { kind: 'twema' as const, weight }),
        ),
      fc
        .double({ min: 0.5, max: 50, noNaN: true })
        .map((sigma) => ({ kind: 'gaussian' as const, sigma })),
      fc.integer({ min: 2, max: 30 }).map((points) => ({ kind: 'average' as const, points })),
    );
    await fc.assert(
      fc.asyncProperty(
        ROWS,
        BUCKETS,
        smoothing,
        fc.boolean(),
        async (rows, buckets, by, isZoomed) => {
          const run = await newRun(rows);
          const last = rows.at(-1)?.step ?? 0;
          const range = isZoomed
            ? {
                min: Math.floor(last * 0.4),
                max: Math.max(Math.ceil(last * 0.7), Math.floor(last * 0.4)),
              }
            : null;
          const rangeOfX = 500;
          const panel = await room.panel([run], {
            y: [{ key: 'loss' }],
            range,
            buckets,
            smoothing: by,
            rangeOfX,
          });
          const points = inOrder(
            rows,
            ({ step }) => step,
            ({ loss }) => loss,
          );
          const smoothed = smooth({ x: points.x, y: points.value }, by, rangeOfX);
          const [line] = panel.lines;
          if (line === undefined) return;
          expect(line.smoothedOver).toBe('points');
          for (const [at, x] of column(line, 'x').entries()) {
            const told = column(line, 'smoothed')[at] as number;
            let place = points.x.indexOf(x);
            // The last finite one of the bucket.
            const width = panel.grid?.width ?? 0;
            while (
              line.kind === 'buckets' &&
              !Number.isFinite(smoothed[place]) &&
              place > 0 &&
              bucketOf(points.x[place - 1] as number, width) === bucketOf(x, width)
            )
              place -= 1;
            const expected = Number.isFinite(smoothed[place])
              ? (smoothed[place] as number)
              : (smoothed[points.x.indexOf(x)] as number);
            if (!Number.isFinite(expected)) expect(told).toBe(expected);
            else
              expect(Math.abs(told - expected)).toBeLessThanOrEqual(
                1e-9 * Math.max(1, ...points.value.filter(Number.isFinite).map(Math.abs)),
              );
          }
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);
});
