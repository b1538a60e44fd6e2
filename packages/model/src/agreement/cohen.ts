import { NORMAL_975 } from '../statistics/normal.ts';
import type { Interval } from '../statistics/proportions.ts';
import { categoriesOf, type JudgedUnits, type JudgedValue, type Scale } from './judgements.ts';

export interface Kappa {
  readonly judges: readonly [string, string];
  /** Units that both judged. */
  readonly units: number;
  /** Share of them of which both said the same. */
  readonly agreement: number;
  /** 1 for full agreement, 0 for what chance would give; null where both said one and the same thing of all. */
  readonly kappa: number | null;
  /** 95 %; null for fewer than 2 units, or where kappa is. */
  readonly interval: Interval | null;
}

/**
 * Cohen's kappa of each two judges who judged something in common. On an ordinal or interval scale values
 * weigh by the square of their distance (Cohen 1968): places in the order, or the numbers themselves. The
 * interval is the large-sample one of Fleiss, Cohen and Everitt, "Large sample standard errors of kappa
 * and weighted kappa", Psychological Bulletin 72 (1969): with few units take it as rough.
 */
export function cohenKappas(judged: JudgedUnits, scale: Scale): readonly Kappa[] {
  const judges = [...new Set([...judged.values()].flatMap((said) => [...said.keys()]))].sort();
  return judges.flatMap((one, place) =>
    judges.slice(place + 1).flatMap((other) => {
      const pairs = [...judged.values()].flatMap((said) => {
        const [first, second] = [said.get(one), said.get(other)];
        return first === undefined || second === undefined ? [] : [[first, second] as const];
      });
      return pairs.length === 0
        ? []
        : [{ judges: [one, other] as const, ...kappaOf(pairs, scale) }];
    }),
  );
}

function kappaOf(
  pairs: readonly (readonly [JudgedValue, JudgedValue])[],
  scale: Scale,
): Omit<Kappa, 'judges'> {
  const categories = categoriesOf(pairs.flat());
  const size = categories.length;
  const places = new Map(categories.map((value, place) => [value, place]));
  const units = pairs.length;
  const shares = new Float64Array(size * size);
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  let same = 0;
  for (const [first, second] of pairs) {
    const [row, column] = [places.get(first) ?? 0, places.get(second) ?? 0];
    shares[row * size + column] = (shares[row * size + column] as number) + 1 / units;
    rows[row] = (rows[row] as number) + 1 / units;
    columns[column] = (columns[column] as number) + 1 / units;
    if (row === column) same += 1;
  }
  const agreement = same / units;
  if (size === 1) return { units, agreement, kappa: null, interval: null };

  const weightOf = weights(categories, scale);
  let observed = 0;
  let expected = 0;
  // What each value of one judge would weigh beside the other's, by chance.
  const rowWeights = new Float64Array(size);
  const columnWeights = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const weight = weightOf(row, column);
      const [inRow, inColumn] = [rows[row] as number, columns[column] as number];
      observed += weight * (shares[row * size + column] as number);
      expected += weight * inRow * inColumn;
      rowWeights[row] = (rowWeights[row] as number) + weight * inColumn;
      columnWeights[column] = (columnWeights[column] as number) + weight * inRow;
    }
  }
  const kappa = (observed - expected) / (1 - expected);
  if (units < 2) return { units, agreement, kappa, interval: null };
  let spread = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const chance = (rowWeights[row] as number) + (columnWeights[column] as number);
      const distance = weightOf(row, column) - chance * (1 - kappa);
      spread += (shares[row * size + column] as number) * distance * distance;
    }
  }
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (units * (1 - expected) ** 2);
  const half = NORMAL_975 * Math.sqrt(Math.max(0, variance));
  return {
    units,
    agreement,
    kappa,
    interval: [Math.max(-1, kappa - half), Math.min(1, kappa + half)],
  };
}

/** 1 for the same value, down to 0 for the two that are farthest apart. */
function weights(
  categories: readonly JudgedValue[],
  scale: Scale,
): (row: number, column: number) => number {
  const isNumeric = categories.every((value) => typeof value === 'number');
  if (scale === 'nominal') return (row, column) => (row === column ? 1 : 0);
  const at =
    scale === 'interval' && isNumeric
      ? (place: number) => Number(categories[place])
      : (place: number) => place;
  const widest = at(categories.length - 1) - at(0);
  return (row, column) => 1 - ((at(row) - at(column)) / widest) ** 2;
}
