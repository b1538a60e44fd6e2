/**
 * The code under which the column store keeps a number: 64 bits that read back as the same double and
 * that pack well in planes of equal bits. A number with at most four or six decimals is kept as its
 * digits, inside of a NaN that no computation makes; any other as its own bits. Every NaN is the one
 * NaN that JSON can say.
 *
 *     sign | 11111111111 11 | unused | decimals: 4 or 6 | 48 bits of digits
 *
 * The column `value` of the points takes it apart in SQL (migration 0003).
 */

const TAG = 0x7ffc0000;
const SIGN = 0x80000000;
const SIX_DECIMALS = 0x00010000;
/** Digits that fit, and that are exact in a double. */
const MAX_DIGITS = 2 ** 48 - 1;
const HALF = 2 ** 32;

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** Writes the code of a number into two words, the low one first. */
export function putCode(value: number, target: Uint32Array, at: number): void {
  const size = Math.abs(value);
  let digits = Math.round(size * 1e4);
  let decimals = 0;
  if (digits / 1e4 !== size) {
    digits = Math.round(size * 1e6);
    decimals = digits / 1e6 === size ? SIX_DECIMALS : -1;
  }
  if (decimals < 0 || digits > MAX_DIGITS) {
    scratch[0] = value;
    target[at] = words[0] as number;
    target[at + 1] = words[1] as number;
    return;
  }
  const high = Math.floor(digits / HALF);
  const isNegative = value < 0 || Object.is(value, -0);
  target[at] = digits - high * HALF;
  target[at + 1] = (TAG | decimals | high | (isNegative ? SIGN : 0)) >>> 0;
}

/** The number that a code stands for. */
export function numberOfCode(low: number, high: number): number {
  if ((high & TAG) !== TAG) {
    words[0] = low;
    words[1] = high;
    return scratch[0] as number;
  }
  const digits = (high & 0xffff) * HALF + low;
  const size = digits / ((high & SIX_DECIMALS) === 0 ? 1e4 : 1e6);
  return high >>> 31 === 1 ? -size : size;
}
