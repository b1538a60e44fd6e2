import type { Interval } from '../statistics/proportions.ts';
import { createRandom } from '../statistics/random.ts';
import { categoriesOf, type JudgedUnits, type JudgedValue, type Scale } from './judgements.ts';

export interface Alpha {
  /** 1 for full agreement, 0 for what chance would give; null where all said the same thing, or nobody the same unit. */
  readonly alpha: number | null;
  /** 95 %, by resampling units. Null where alpha is, or where fewer than 3 units were judged by two. */
  readonly interval: Interval | null;
  /** Units that two or more judged; the others can't tell anything of agreement. */
  readonly units: number;
  /** Judgements of those units. */
  readonly values: number;
}

const RESAMPLES = 1_000;
const FEWEST_UNITS = 3;

/**
 * Krippendorff's alpha, for any number of judges who need not have judged everything: 1 − the
 * disagreement within units over that between any two values (Krippendorff, Content Analysis, 4th
 * edition, 2018, chapter 12). The interval resamples units, as what was judged is the sample; the same
 * judgements always give the same one. Values on an interval scale that are no numbers are left out.
 */
export function krippendorffAlpha(judged: JudgedUnits, scale: Scale): Alpha {
  const usable = (value: JudgedValue): boolean => scale !== 'interval' || Number.isFinite(value);
  const units = [...judged.values()]
    .map((said) => [...said.values()].filter(usable))
    .filter((values) => values.length > 1);
  const categories = categoriesOf(units.flat());
  const places = new Map(categories.map((value, place) => [value, place]));
  const centre = scale === 'interval' ? meanOf(categories.map(Number)) : 0;
  const at = (value: JudgedValue): number =>
    scale === 'interval' ? Number(value) - centre : (places.get(value) ?? 0);
  const coded = units.map((values) => Float64Array.from(values, at));
  const measure =
    scale === 'interval' ? createDistances() : createCoincidences(categories.length, scale);

  for (const values of coded) measure.add(values);
  const alpha = measure.alpha();
  const facts = { units: units.length, values: coded.reduce((sum, { length }) => sum + length, 0) };
  if (alpha === null || units.length < FEWEST_UNITS) return { alpha, interval: null, ...facts };

  const random = createRandom(1);
  const found: number[] = [];
  for (let turn = 0; turn < RESAMPLES; turn += 1) {
    measure.clear();
    for (let unit = 0; unit < coded.length; unit += 1) {
      measure.add(coded[Math.floor(random() * coded.length)] as Float64Array);
    }
    // A sample in which all say the same has nobody disagree.
    found.push(measure.alpha() ?? 1);
  }
  found.sort((a, b) => a - b);
  const quantile = (share: number): number => found[Math.round(share * (RESAMPLES - 1))] as number;
  return { alpha, interval: [quantile(0.025), quantile(0.975)], ...facts };
}

interface Measure {
  /** Takes the values of one unit, two or more. */
  add(values: Float64Array): void;
  clear(): void;
  alpha(): number | null;
}

/** The matrix of pairs within units; values are places of categories. */
function createCoincidences(size: number, scale: 'nominal' | 'ordinal'): Measure {
  const pairs = new Float64Array(size * size);
  const counts = new Float64Array(size);
  return {
    add(values) {
      counts.fill(0);
      for (const value of values) counts[value] = (counts[value] as number) + 1;
      const weight = 1 / (values.length - 1);
      for (const one of new Set(values)) {
        const many = counts[one] as number;
        for (const other of new Set(values)) {
          const rest = one === other ? many - 1 : (counts[other] as number);
          const place = one * size + other;
          pairs[place] = (pairs[place] as number) + many * rest * weight;
        }
      }
    },
    clear: () => void pairs.fill(0),
    alpha() {
      const totals = Array.from({ length: size }, (_, row) => sum(pairs, row * size, size));
      const all = sum(totals, 0, size);
      let observed = 0;
      let expected = 0;
      for (let row = 0; row < size; row += 1) {
        let between = 0;
        for (let column = row + 1; column < size; column += 1) {
          const ends = ((totals[row] as number) + (totals[column] as number)) / 2;
          const distance = scale === 'nominal' ? 1 : (ends + between) ** 2;
          observed += (pairs[row * size + column] as number) * distance;
          expected += (totals[row] as number) * (totals[column] as number) * distance;
          between += totals[column] as number;
        }
      }
      return expected === 0 ? null : 1 - ((all - 1) * observed) / expected;
    },
  };
}

/** Squared distances between numbers, which lie around 0, need no more than their sums. */
function createDistances(): Measure {
  let [count, total, squares, within] = [0, 0, 0, 0];
  return {
    add(values) {
      const own = sum(values, 0, values.length);
      const ownSquares = values.reduce((all, value) => all + value * value, 0);
      count += values.length;
      total += own;
      squares += ownSquares;
      within += (2 * (values.length * ownSquares - own * own)) / (values.length - 1);
    },
    clear() {
      [count, total, squares, within] = [0, 0, 0, 0];
    },
    alpha() {
      const between = 2 * (count * squares - total * total);
      // Less than that is what rounding leaves of equal numbers.
      return between > 1e-12 * count * squares ? 1 - ((count - 1) * within) / between : null;
    },
  };
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sum(values, 0, values.length) / values.length;

function sum(values: ArrayLike<number>, from: number, count: number): number {
  let total = 0;
  for (let at = from; at < from + count; at += 1) total += values[at] as number;
  return total;
}
