import type { ComparedMetric } from '@runloom/model';

/** The way that is better when the reader turns it round. */
export const OTHER_DIRECTION = { higher: 'lower', lower: 'higher' } as const;

const TURNED = { better: 'worse', worse: 'better', unclear: 'unclear', same: 'same' } as const;

/** Metrics with those turned round of which the reader says that the other way is better. */
export function withDirections(
  metrics: readonly ComparedMetric[],
  turned: readonly string[],
): readonly ComparedMetric[] {
  if (turned.length === 0) return metrics;
  return metrics.map((metric) =>
    turned.includes(metric.key)
      ? {
          ...metric,
          direction: OTHER_DIRECTION[metric.direction],
          differences: metric.differences.map((difference) =>
            difference === null ? null : { ...difference, verdict: TURNED[difference.verdict] },
          ),
        }
      : metric,
  );
}
