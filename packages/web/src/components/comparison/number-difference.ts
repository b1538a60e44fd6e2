import { formatValue } from '../../charts/format.ts';
import { boxedNumber, kindOf } from '../value-tree/api-json.ts';

/** By how much one number differs from another, in words. */
export interface DifferenceTexts {
  readonly isMore: boolean;
  /** `+3` */
  readonly absolute: string;
  /** `+50 %`; null where there is no share to tell. */
  readonly percent: string | null;
  /** `×1.5`; null where one is not so many times the other. */
  readonly times: string | null;
}

/**
 * How a value differs from a baseline's; null unless both are finite numbers that differ.
 * @param format a number without its sign
 */
export function numberDifference(
  value: unknown,
  baseline: unknown,
  format: (magnitude: number) => string,
): DifferenceTexts | null {
  if (kindOf(value) !== 'number' || kindOf(baseline) !== 'number') return null;
  const [own, other] = [numberOf(value), numberOf(baseline)];
  const difference = own - other;
  if (difference === 0 || !Number.isFinite(difference)) return null;
  const isMore = difference > 0;
  const sign = isMore ? '+' : '−';
  const share = Math.abs(difference / other) * 100;
  const times = own / other;
  return {
    isMore,
    absolute: `${sign}${format(Math.abs(difference))}`,
    percent: other === 0 ? null : `${sign}${short(share)} %`,
    times: other === 0 || times <= 0 ? null : `×${short(times)}`,
  };
}

const short = (value: number): string => formatValue(Number(value.toPrecision(3)));

const numberOf = (value: unknown): number => Number(boxedNumber(value) ?? value);
