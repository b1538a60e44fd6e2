import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PanelData, type PanelLine, PanelView } from '../api/panels/answer.ts';
import { decodePanels, encodePanel } from './binary.ts';
import { decodeColumn, encodeColumn } from './column-codec.ts';
import { panelFromJson, panelToJson } from './json.ts';

const ANY_NUMBER = fc.oneof(
  { weight: 5, arbitrary: fc.double() },
  { weight: 2, arbitrary: fc.float() },
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 5e-324),
);
const floats = (values: fc.Arbitrary<number>) =>
  fc.array(values, { maxLength: 50 }).map((all) => Float64Array.from(all));
const ascending = (scale: number, largest: number) =>
  fc
    .tuple(fc.maxSafeInteger(), fc.array(fc.nat(largest), { maxLength: 50 }))
    .map(([first, distances]) => {
      let at = Math.trunc(first / 4);
      return Float64Array.from(distances, (distance) => {
        at += distance;
        return at / scale;
      });
    });
/** Columns of every shape that has a form of its own. */
const COLUMN = fc.oneof(
  floats(ANY_NUMBER),
  floats(fc.float()),
  floats(fc.nat(255)),
  floats(fc.nat(65_535)),
  floats(fc.nat(0xffffffff)),
  floats(fc.maxSafeInteger()),
  fc.constantFrom(1, 1e6).chain((scale) => ascending(scale, 200)),
  fc.constantFrom(1, 1e6).chain((scale) => ascending(scale, 60_000)),
  fc.constantFrom(1, 1e6).chain((scale) => ascending(scale, 0xffffffff)),
  fc
    .tuple(fc.double(), fc.double(), fc.nat(50))
    .map(([first, step, length]) => Float64Array.from({ length }, (_, at) => first + at * step)),
);

const TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', '</script>', '\u0000\ud800', 'a"b\\c'),
);
const COLUMNS = fc
  .uniqueArray(fc.constantFrom('x', 'value', 'min', 'max', 'smoothed'), { minLength: 1 })
  .chain((names) => fc.tuple(fc.constant(names), fc.array(COLUMN, { minLength: names.length })))
  .map(([names, columns]) => Object.fromEntries(names.map((name, at) => [name, columns[at]])));
const LINE = fc.record({
  kind: fc.constantFrom('points' as const, 'buckets' as const),
  y: fc.nat(),
  run: TEXT,
  count: fc.nat(),
  nanCount: fc.nat(),
  infinityCount: fc.nat(),
  backwards: fc.boolean(),
  smoothedOver: fc.constantFrom(null, 'points' as const),
  columns: COLUMNS,
}) as fc.Arbitrary<PanelLine>;
const PANEL: fc.Arbitrary<PanelData> = fc.record({
  error: fc.constantFrom(null, { code: 'invalid', message: 'No.' }),
  problems: fc.array(fc.record({ y: fc.constant(0), code: TEXT, message: TEXT }), { maxLength: 2 }),
  span: fc.constantFrom(null, { min: -1.5, max: 1e300 }),
  grid: fc.constantFrom(null, { width: 0.125 }),
  groups: fc.array(
    fc.record({
      label: TEXT,
      values: fc.array(fc.record({ field: TEXT, value: fc.constantFrom(null, 1, 'a') })),
      runs: fc.array(TEXT),
    }),
    { maxLength: 2 },
  ),
  lines: fc.array(LINE, { maxLength: 4 }),
});

describe('the binary answer', () => {
  it('gives every double of a column back bit by bit', () => {
    fc.assert(
      fc.property(COLUMN, (column) => {
        const { encoding, bytes } = encodeColumn(column);
        expect(decodeColumn(encoding, bytes, column.length)).toEqual(column);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives all panels back, wherever its bytes stand in a buffer', () => {
    fc.assert(
      fc.property(fc.array(PANEL, { maxLength: 3 }), fc.nat(9), (panels, offset) => {
        const frames = panels.map(encodePanel);
        const shifted = new Uint8Array(offset + frames.reduce((sum, one) => sum + one.length, 0));
        let at = offset;
        for (const frame of frames) {
          shifted.set(frame, at);
          at += frame.length;
        }
        // By way of JSON, an unpaired surrogate stays what it is.
        expect(decodePanels(shifted.subarray(offset))).toEqual(panels);
      }),
    );
  });

  it('is small for what charts are made of', () => {
    const bytesOf = (column: number[]): number =>
      encodeColumn(Float64Array.from(column)).bytes.length;
    const some = Array.from({ length: 1000 }, (_, at) => at);
    expect(bytesOf(some.map((at) => at * 1000 + 999))).toBe(16);
    expect(bytesOf(some.map((at) => at * 1000 + (at % 7)))).toBeLessThanOrEqual(8 + 2 * 1000);
    expect(bytesOf(some.map((at) => Math.fround(Math.sin(at))))).toBe(4000);
    expect(bytesOf(some.map((at) => Math.round(1.7e15 + at * 1e4 + (at % 3)) / 1e6))).toBeLessThan(
      2100,
    );
    expect(bytesOf(some.map((at) => at % 200))).toBe(1000);
  });

  it('refuses bytes that are none, and answers that are cut off', () => {
    const panel: PanelData = {
      error: null,
      problems: [],
      span: null,
      grid: null,
      groups: [],
      lines: [],
    };
    const frame = encodePanel(panel);
    expect(() => decodePanels(new TextEncoder().encode('{"panels":[]} and some more'))).toThrow(
      /no answer/,
    );
    expect(() => decodePanels(frame.subarray(0, frame.length - 8))).toThrow(/cut off/);
    expect(decodePanels(new ArrayBuffer(0))).toEqual([]);
  });
});

describe('the answer in JSON', () => {
  it('gives all panels back, but for the sign of a zero', () => {
    fc.assert(
      fc.property(PANEL, (panel) => {
        const text = JSON.stringify(panelToJson(panel));
        const plain = (one: PanelData) =>
          JSON.parse(JSON.stringify(panelToJson(one)).replaceAll('-0,', '0,'));
        const view = PanelView.safeParse(JSON.parse(text));
        expect(view.error).toBeUndefined();
        expect(plain(panelFromJson(JSON.parse(text)))).toEqual(plain(panel));
      }),
    );
  });
});
