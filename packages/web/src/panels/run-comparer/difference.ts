import { isLowerBetter, type MetricDefinition } from '@runloom/model';
import { formatValue } from '../../charts/format.ts';
import { formatDateTime, formatDuration } from '../../components/format.ts';
import { boxedNumber, kindOf, valueText } from '../../components/value-tree/api-json.ts';

/** By how much a number differs from the baseline's. */
export interface NumberDifference {
  readonly text: string;
  /** `other`: which way is better is not known, as of configs. */
  readonly tone: 'better' | 'worse' | 'other';
}

/**
 * The difference of two finite numbers in words; null where there is none to tell.
 * @param how `absolute`, as a share of the baseline's in percent, or both
 */
export function differenceOf(
  value: unknown,
  baseline: unknown,
  {
    field,
    how,
    definitions,
  }: {
    readonly field: string;
    readonly how: 'none' | 'absolute' | 'percent' | 'both';
    readonly definitions: readonly MetricDefinition[];
  },
): NumberDifference | null {
  if (how === 'none' || kindOf(value) !== 'number' || kindOf(baseline) !== 'number') return null;
  const [own, other] = [numberOf(value), numberOf(baseline)];
  const difference = own - other;
  if (difference === 0 || !Number.isFinite(difference)) return null;
  const sign = difference > 0 ? '+' : '−';
  const absolute = `${sign}${formatAs(field, Math.abs(difference))}`;
  // Of a time of day there is no share.
  const share =
    other === 0 || field === 'about.created' ? null : Math.abs(difference / other) * 100;
  const percent = share === null ? null : `${sign}${formatValue(Number(share.toPrecision(3)))} %`;
  const text =
    how === 'absolute'
      ? absolute
      : how === 'percent'
        ? (percent ?? absolute)
        : [absolute, percent].filter((part) => part !== null).join(' · ');
  // What clients count by themselves, as the run time, is neither good nor bad.
  const isMetric = field.startsWith('summary.') && !field.startsWith('summary._');
  if (!isMetric) return { text, tone: 'other' };
  const isBetter = difference < 0 === isLowerBetter(field, definitions);
  return { text, tone: isBetter ? 'better' : 'worse' };
}

/** A value as a cell shows it. Media are named by their type. */
export function shownValue(value: unknown, field: string): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return formatAs(field, value);
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    const type: unknown = Reflect.get(value, '_type');
    if (typeof type === 'string') return `(${type})`;
  }
  return valueText(value);
}

/** The whole value, to be copied. */
export function copiedValue(value: unknown): string {
  return typeof value === 'string' ? value : valueText(value, 2);
}

function formatAs(field: string, value: number): string {
  if (field === 'about.created' && value > 1e11) return formatDateTime(value);
  if (field === 'about.duration' || field === 'about.created') return formatDuration(value);
  return formatValue(value);
}

function numberOf(value: unknown): number {
  return Number(boxedNumber(value) ?? value);
}
