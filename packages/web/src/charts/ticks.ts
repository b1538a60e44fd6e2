/**
 * Places of the labels of a logarithmic axis: 1, 2 and 5 times the powers of ten while there is
 * room, else powers of ten, else some of them. Where the view is too narrow for two such places,
 * even distances as on a linear axis.
 * @param most labels there is room for
 */
export function logTicks(min: number, max: number, most: number): number[] {
  if (!(min > 0) || !(max > min)) return [];
  const room = Math.max(2, most);
  for (const digits of [[1, 2, 5], [1]]) {
    const ticks = powers(min, max, 1).flatMap((power) => digits.map((digit) => digit * power));
    const shown = ticks.filter((tick) => tick >= min && tick <= max);
    if (shown.length <= room)
      return shown.length >= 2 ? shown : evenTicks(min, max, Math.min(room, 4));
  }
  const decades = Math.log10(max / min);
  return powers(min, max, Math.ceil(decades / room)).filter((tick) => tick >= min && tick <= max);
}

/** Powers of ten around a range, every `step`th. */
function powers(min: number, max: number, step: number): number[] {
  const first = Math.floor(Math.floor(Math.log10(min)) / step) * step;
  const last = Math.ceil(Math.log10(max));
  const found: number[] = [];
  // Read from a text, since 10 ** -5 is 0.000009999999999999999.
  for (let power = first; power <= last; power += step) found.push(Number(`1e${power}`));
  return found;
}

/** Round numbers at even distances within a range, about as many as there is room for. */
export function evenTicks(min: number, max: number, most: number): number[] {
  const distance = roundDistance(min, max, most);
  if (!(distance > 0)) return [];
  const first = Math.ceil(min / distance);
  const ticks: number[] = [];
  for (let index = first; index * distance <= max && ticks.length < 100; index += 1) {
    // 3 * 0.1 is 0.30000000000000004.
    ticks.push(Number((index * distance).toPrecision(15)));
  }
  return ticks;
}

/** The smallest of 1, 2 and 5 times a power of ten that leaves room for each label. */
export function roundDistance(min: number, max: number, most: number): number {
  const rough = (max - min) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((digit) => digit * power >= rough * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(1));
}
