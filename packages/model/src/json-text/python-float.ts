/** Python writes floats with an exponent from here on; below, all digits before the point. */
const LARGE = 1e16;
const SMALL = 1e-4;

/** A float as Python's `repr` writes it: shortest digits, `1.0`, `1e-05`, `1e+16`, `-0.0`, `inf` as `Infinity`. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= SMALL && size < LARGE) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const [sign, count] = [exponent.charAt(0), exponent.slice(1)];
  return `${digits}e${sign}${count.padStart(2, '0')}`;
}
