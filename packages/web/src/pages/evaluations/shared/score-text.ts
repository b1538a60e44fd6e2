import { formatValue } from '../../../charts/format.ts';

/** `rate`: share of examples that pass; `number`: a mean. */
export type ScoreKind = 'rate' | 'number';

/** `92.5 %`, `0.8312`. */
export function formatScore(kind: ScoreKind, value: number): string {
  return kind === 'rate' ? `${rounded(value * 100, 4)} %` : rounded(value, 4);
}

/** A difference with its sign; of rates in percentage points. */
export function formatDifference(kind: ScoreKind, value: number): string {
  const text =
    kind === 'rate' ? `${rounded(Math.abs(value) * 100, 3)} pp` : rounded(Math.abs(value), 3);
  if (value === 0) return kind === 'rate' ? '0 pp' : '0';
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** `88.1 … 95.4 %`; null where no interval is known. */
export function formatInterval(
  kind: ScoreKind,
  low: number | null,
  high: number | null,
): string | null {
  if (low === null || high === null) return null;
  const [from, to] = kind === 'rate' ? [low * 100, high * 100] : [low, high];
  return `${rounded(from, 3)} … ${rounded(to, 3)}${kind === 'rate' ? ' %' : ''}`;
}

/** With so many digits that count, of whole numbers all before the point. */
function rounded(value: number, digits: number): string {
  if (Math.abs(value) >= 10 ** (digits - 1)) return formatValue(Math.round(value));
  return formatValue(Number(value.toPrecision(digits)));
}
