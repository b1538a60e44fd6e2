import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/random.ts';
import {
  byUnit,
  cohenKappas,
  confusionOf,
  type Judgement,
  judgeBias,
  krippendorffAlpha,
} from './index.ts';

// Figures of krippendorff and statsmodels: reference-figures.py makes them from the same judgements.

function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function judgements(): readonly Judgement[] {
  const next = chance(11);
  const made: Judgement[] = [];
  for (let unit = 0; unit < 40; unit += 1) {
    const truth = Math.floor(next() * 5);
    for (let judge = 0; judge < 4; judge += 1) {
      const [isLeftOut, isRight, other] = [next() < 0.25, next() < 0.6, Math.floor(next() * 5)];
      if (isLeftOut) continue;
      made.push({ unit: `${unit}`, judge: `judge ${judge}`, value: isRight ? truth : other });
    }
  }
  return made;
}

const units = byUnit(judgements());
const judged = fc.array(
  fc.record({
    unit: fc.integer({ min: 0, max: 8 }).map(String),
    judge: fc.constantFrom('a', 'b', 'c'),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 4, maxLength: 60 },
);

describe("Krippendorff's alpha", () => {
  it.each([
    ['nominal', 0.3817095402066032],
    ['ordinal', 0.34806858743497404],
    ['interval', 0.33597441649563264],
  ] as const)('is that of the reference on a %s scale', (scale, expected) => {
    const { alpha, interval } = krippendorffAlpha(units, scale);
    expect(alpha).toBeCloseTo(expected, 12);
    expect(interval?.[0]).toBeLessThan(expected);
    expect(interval?.[1]).toBeGreaterThan(expected);
  });

  it('does not hang on the order, and on an interval scale not on shifts and units', () => {
    fc.assert(
      fc.property(judged, (given) => {
        // A judge says one thing of a unit, whichever way the list is turned.
        const once = [...new Map(given.map((one) => [`${one.unit} ${one.judge}`, one])).values()];
        const alphaOf = (some: readonly Judgement[]) =>
          krippendorffAlpha(byUnit(some), 'interval').alpha;
        const alpha = alphaOf(once);
        const moved = once.map((one) => ({ ...one, value: one.value * 1000 - 1e6 }));
        for (const other of [once.toReversed(), moved]) {
          if (alpha === null) expect(alphaOf(other)).toBeNull();
          else expect(alphaOf(other)).toBeCloseTo(alpha, 8);
        }
      }),
    );
  });

  it('is 1 when all agree, nothing when there is one value alone, and counts what it could use', () => {
    const say = (values: readonly (readonly [string, string, string | boolean])[]) =>
      krippendorffAlpha(
        byUnit(values.map(([unit, judge, value]) => ({ unit, judge, value }))),
        'nominal',
      );
    const agreed = say(
      ['x', 'y', 'z'].flatMap((unit) => ['a', 'b'].map((judge) => [unit, judge, unit] as const)),
    );
    expect(agreed).toEqual({ alpha: 1, interval: [1, 1], units: 3, values: 6 });
    expect(
      say([
        ['x', 'a', true],
        ['x', 'b', true],
        ['y', 'a', false],
      ]),
    ).toEqual({
      alpha: null,
      interval: null,
      units: 1,
      values: 2,
    });
  });
});

describe("Cohen's kappa", () => {
  const between = (scale: 'nominal' | 'interval') =>
    cohenKappas(units, scale).find(({ judges }) => judges.join() === 'judge 0,judge 1');

  it('is that of the reference, with its interval', () => {
    expect(between('nominal')).toMatchObject({ units: 22 });
    expect(between('nominal')?.kappa).toBeCloseTo(0.3664921465968587, 12);
    expect(between('nominal')?.interval?.[0]).toBeCloseTo(0.11526721806318391, 10);
    expect(between('nominal')?.interval?.[1]).toBeCloseTo(0.6177170751305334, 10);
  });

  it('weighs by squared distances where there are any', () => {
    expect(between('interval')?.kappa).toBeCloseTo(0.4450194049159121, 12);
    expect(between('interval')?.interval?.[1]).toBeCloseTo(0.7449710962004343, 10);
  });

  it('is of each two who judged something in common', () => {
    const pairs = cohenKappas(
      byUnit([
        { unit: 'x', judge: 'a', value: 1 },
        { unit: 'x', judge: 'b', value: 1 },
        { unit: 'y', judge: 'c', value: 1 },
      ]),
      'nominal',
    );
    expect(pairs).toEqual([
      { judges: ['a', 'b'], units: 1, agreement: 1, kappa: null, interval: null },
    ]);
  });
});

describe('an automatic judge beside people', () => {
  it('is corrected by how far it is off', () => {
    const pairs = [1, 1, 0, 1].map((person) => ({ automatic: 1, person }));
    const found = judgeBias(pairs, Float64Array.from([1, 1, 1, 1, 1, 0, 0, 0]));
    expect(found).toMatchObject({ pairs: 4, raw: 0.625, bias: { value: 0.25 } });
    expect(found?.corrected.value).toBeCloseTo(0.375, 12);
    expect(judgeBias([], Float64Array.of(1))).toBeNull();
    expect(judgeBias([{ automatic: 1, person: 0 }], Float64Array.of(1))).toMatchObject({
      bias: { value: 1, interval: null },
    });
  });

  it('has intervals that hold what people would have said 95 times of 100', () => {
    const random = createRandom(3);
    const TRIALS = 4000;
    let held = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      // A judge that lets through a fifth of what people refuse, and refuses a tenth of the rest.
      const all = Array.from({ length: 400 }, () => {
        const person = random() < 0.7 ? 1 : 0;
        const automatic = person === 1 ? (random() < 0.9 ? 1 : 0) : random() < 0.2 ? 1 : 0;
        return { person, automatic };
      });
      const found = judgeBias(
        all.slice(0, 100),
        Float64Array.from(all, ({ automatic }) => automatic),
      );
      const [low, high] = found?.corrected.interval ?? [1, 0];
      if (low <= 0.7 && 0.7 <= high) held += 1;
    }
    expect(held / TRIALS).toBeGreaterThan(0.94);
    expect(held / TRIALS).toBeLessThan(0.96);
  });

  it('is laid out by what people said and what it said', () => {
    const pairs = [
      { automatic: true, person: true },
      { automatic: true, person: false },
      { automatic: true, person: true },
    ];
    expect(confusionOf(pairs, [false, true]).counts).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });
});
