import type { ComparedMetric } from '@runloom/model';
import { formatValue } from '../../../charts/format.ts';
import { formatCost, formatLatency } from '../../traces/format.ts';

/** `rate`: share of examples that pass; `number`: a mean; `seconds` and `dollars` are means, too. */
export type ScoreKind = 'rate' | 'number' | 'seconds' | 'dollars';

/** What the numbers of a metric are. */
export function kindOfMetric({
  key,
  group,
  kind,
}: Pick<ComparedMetric, 'key' | 'group' | 'kind'>): ScoreKind {
  if (group === 'score') return kind;
  return key === 'latency' ? 'seconds' : key === 'cost' ? 'dollars' : kind;
}

/** `92.5 %`, `0.8312`, `1.25 s`, `$0.0137`. */
export function formatScore(kind: ScoreKind, value: number): string {
  switch (kind) {
    case 'rate':
      return `${rounded(value * 100, 4)} %`;
    case 'seconds':
      return formatLatency(value * 1_000);
    case 'dollars':
      return formatCost(value);
    case 'number':
      return rounded(value, 4);
  }
}

/** A difference with its sign; of rates in percentage points. */
export function formatDifference(kind: ScoreKind, value: number): string {
  const size = Math.abs(value);
  const text =
    kind === 'rate'
      ? `${rounded(size * 100, 3)} pp`
      : kind === 'number'
        ? rounded(size, 3)
        : formatScore(kind, size);
  return value === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** `88.1 … 95.4 %`; null where no interval is known. */
export function formatInterval(
  kind: ScoreKind,
  low: number | null,
  high: number | null,
): string | null {
  if (low === null || high === null) return null;
  if (kind === 'rate') return `${rounded(low * 100, 3)} … ${rounded(high * 100, 3)} %`;
  const text = (value: number) => {
    if (kind === 'number') return rounded(value, 3);
    return `${value < 0 ? '−' : ''}${formatScore(kind, Math.abs(value))}`;
  };
  return `${text(low)} … ${text(high)}`;
}

/** With so many digits that count, of whole numbers all before the point. */
function rounded(value: number, digits: number): string {
  if (Math.abs(value) >= 10 ** (digits - 1)) return formatValue(Math.round(value));
  return formatValue(Number(value.toPrecision(digits)));
}
