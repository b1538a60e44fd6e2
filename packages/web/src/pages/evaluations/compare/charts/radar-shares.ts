import type { ComparedMetric, EvaluationView } from '@runloom/model';
import { runColour } from '../../../../components/run-colour.ts';
import { letterOf } from '../../shared/evaluation-mark.tsx';
import { formatScore, kindOfMetric } from '../../shared/score-text.ts';
import type { RadarSeries } from './radar-figure.ts';

/** Where the worst of several numbers stands, so that its shape does not fall into the middle. */
const WORST = 0.2;

/** A shape for each evaluation; farther out is better, whichever way a metric runs. */
export function radarSeries(
  evaluations: readonly Pick<EvaluationView, 'name'>[],
  metrics: readonly ComparedMetric[],
): readonly RadarSeries[] {
  return evaluations.map(({ name }, index) => ({
    label: `${letterOf(index)} ${name}`,
    colour: runColour(index),
    shares: metrics.map((metric) => shareOf(metric, index)),
    texts: metrics.map((metric) => {
      const estimate = metric.estimates[index];
      return estimate == null ? '' : formatScore(kindOfMetric(metric), estimate.mean);
    }),
  }));
}

function shareOf({ kind, direction, estimates }: ComparedMetric, index: number): number | null {
  const own = estimates[index]?.mean;
  if (own === undefined || !Number.isFinite(own)) return null;
  if (kind === 'rate') return direction === 'higher' ? own : 1 - own;
  const all = estimates.flatMap((estimate) =>
    estimate === null || !Number.isFinite(estimate.mean) ? [] : [estimate.mean],
  );
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (least === most) return 1;
  const share = (own - least) / (most - least);
  return WORST + (1 - WORST) * (direction === 'higher' ? share : 1 - share);
}
