/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const SPLITTER = 2 ** 27 + 1;
/** Far more than the error of the quotient's second half, far less than what could round it otherwise. */
const DOUBT = 2 ** -90;

/**
 * The double nearest to (lead · 10^tailDigits + tail) · 10^exponent, or NaN when it takes more than
 * this to tell: the caller then asks `Number`.
 *
 * @param lead at most 15 digits, when there is no tail; else at most 9
 * @param tail at most 9 digits behind them
 */
export function nearestDouble(
  lead: number,
  tail: number,
  tailDigits: number,
  exponent: number,
): number {
  if (exponent < -22 || exponent > 22) return lead === 0 && tail === 0 ? 0 : Number.NaN;
  // Both numbers are exact, so one operation rounds once (Clinger 1990).
  if (tailDigits === 0) {
    return exponent < 0
      ? lead / (POWERS[-exponent] as number)
      : lead * (POWERS[exponent] as number);
  }
  if (exponent > 0) return Number.NaN;
  // The digits as an unevaluated sum of two doubles, without error (Dekker 1971).
  const scale = POWERS[tailDigits] as number;
  const product = lead * scale;
  const productRest = productError(lead, scale, product);
  const digits = product + tail;
  const digitsRest = tail - (digits - product) + productRest;
  if (exponent === 0) return digits + digitsRest;
  const divisor = POWERS[-exponent] as number;
  const quotient = digits / divisor;
  const back = quotient * divisor;
  const remainder = digits - back - productError(quotient, divisor, back) + digitsRest;
  const correction = remainder / divisor;
  const doubt = quotient * DOUBT;
  const nearest = quotient + (correction - doubt);
  return nearest === quotient + (correction + doubt) ? nearest : Number.NaN;
}

/** a · b − product, exactly, where `product` is a · b as a double. */
function productError(a: number, b: number, product: number): number {
  const aScaled = a * SPLITTER;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = b * SPLITTER;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
