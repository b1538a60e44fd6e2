import type { JudgedMetric } from './judge.ts';
import type { GateOutcome } from './outcome.ts';

/** `92.5 %`, `0.831`. */
export function valueText({ values: { kind } }: JudgedMetric, value: number): string {
  return kind === 'rate' ? `${rounded(value * 100)} %` : rounded(value);
}

/** With its sign, and the interval behind it: `−5 points (−8.3 to −1.7)`. */
export function differenceText(metric: JudgedMetric): string {
  const { difference, interval } = metric;
  const isRate = metric.values.kind === 'rate';
  const scale = isRate ? 100 : 1;
  const range =
    interval === null ? '' : ` (${signed(interval[0] * scale)} to ${signed(interval[1] * scale)})`;
  return `${signed(difference * scale)}${isRate ? ' points' : ''}${range}`;
}

export const pText = (p: number | null): string =>
  p === null ? '–' : p < 0.001 ? '< 0.001' : rounded(p);

/** What became of a metric, in one sentence. */
export function verdictText(metric: JudgedMetric): string {
  const { verdict, pairs, enough, margin } = metric;
  const loss = lossText(metric, margin);
  switch (verdict) {
    case 'regression':
      return 'Worse by more than noise.';
    case 'passed':
      return `A loss of ${loss} or more is ruled out.`;
    case 'missing':
      return 'No example has a value on both sides.';
    case 'inconclusive':
      return enough === null
        ? `${examples(pairs)} can’t tell.`
        : `${examples(pairs)} can’t rule out a loss of ${loss}; about ${enough.toLocaleString('en')} would do.`;
  }
}

/** The whole, in one sentence. */
export function headline({ verdict, metrics, isStrict }: GateOutcome): string {
  const keys = metrics.filter((one) => one.verdict === verdict).map(({ values }) => values.key);
  switch (verdict) {
    case 'regression':
      return `Blocked: ${keys.join(', ')} got worse by more than noise.`;
    case 'passed':
      return 'Passed: no metric got worse.';
    case 'inconclusive':
      return `${isStrict ? 'Blocked' : 'Let through'}: nothing got worse by more than noise, but there are too few examples to tell.`;
  }
}

export const examples = (count: number): string =>
  count === 1 ? '1 example' : `${count.toLocaleString('en')} examples`;

function lossText({ values: { kind } }: JudgedMetric, margin: number): string {
  return kind === 'rate' ? `${rounded(margin * 100)} points` : rounded(margin);
}

function signed(value: number): string {
  const text = rounded(Math.abs(value));
  return text === '0' ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** Three digits that say something, without noughts behind them. */
const rounded = (value: number): string =>
  value === 0 ? '0' : String(Number(value.toPrecision(3)));
