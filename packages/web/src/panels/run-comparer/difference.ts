import { isLowerBetter, type MetricDefinition } from '@runloom/model';
import { formatValue } from '../../charts/format.ts';
import type { NumberDifference } from '../../components/comparison/compared-table.tsx';
import { numberDifference } from '../../components/comparison/number-difference.ts';
import { formatDateTime, formatDuration } from '../../components/format.ts';
import { valueText } from '../../components/value-tree/api-json.ts';

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
  if (how === 'none') return null;
  const found = numberDifference(value, baseline, (magnitude) => formatAs(field, magnitude));
  if (found === null) return null;
  const { absolute, isMore } = found;
  // Of a time of day there is no share.
  const percent = field === 'about.created' ? null : found.percent;
  const text =
    how === 'absolute'
      ? absolute
      : how === 'percent'
        ? (percent ?? absolute)
        : [absolute, percent].filter((part) => part !== null).join(' · ');
  // What clients count by themselves, as the run time, is neither good nor bad.
  const isMetric = field.startsWith('summary.') && !field.startsWith('summary._');
  if (!isMetric) return { text, tone: 'other' };
  const isBetter = !isMore === isLowerBetter(field, definitions);
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

function formatAs(field: string, value: number): string {
  if (field === 'about.created' && value > 1e11) return formatDateTime(value);
  if (field === 'about.duration' || field === 'about.created') return formatDuration(value);
  return formatValue(value);
}
