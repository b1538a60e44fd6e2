import type { ComparedMetric, EvaluationView } from '@runloom/model';
import { useMemo, useState } from 'react';
import { Figure } from '../../../../charts/figure.tsx';
import { Button } from '../../../../components/button.tsx';
import { formatCount } from '../../../../components/format.ts';
import { Panel } from '../../../../components/panel.tsx';
import { runColour } from '../../../../components/run-colour.ts';
import { Truncated } from '../../../../components/truncated.tsx';
import { EvaluationMark, letterOf } from '../../shared/evaluation-mark.tsx';
import { formatInterval, formatScore, kindOfMetric } from '../../shared/score-text.ts';
import styles from './charts.module.css';
import { type MetricBar, metricBarsFigure } from './metric-bars-figure.ts';
import { radarFigure } from './radar-figure.ts';
import { radarSeries } from './radar-shares.ts';

/** Spokes of the radar, and bars before somebody asks for more. */
const MOST_SPOKES = 10;
const FIRST_BARS = 8;
const FEWEST_SPOKES = 3;

/** Metrics as a picture: a radar of all, and bars with intervals for each. */
export function MetricCharts({
  evaluations,
  metrics,
}: {
  readonly evaluations: readonly EvaluationView[];
  readonly metrics: readonly ComparedMetric[];
}) {
  const [showsAll, setShowsAll] = useState(false);
  const spokes = useMemo(() => metrics.slice(0, MOST_SPOKES), [metrics]);
  const radar = useMemo(
    () =>
      radarFigure(
        spokes.map(({ key }) => key),
        radarSeries(evaluations, spokes),
      ),
    [evaluations, spokes],
  );
  if (metrics.length === 0) return null;
  const bars = showsAll ? metrics : metrics.slice(0, FIRST_BARS);
  return (
    <Panel
      title="Charts"
      controls={
        metrics.length > FIRST_BARS ? (
          <Button size="small" kind="quiet" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Show fewer' : `Show all ${formatCount(metrics.length)}`}
          </Button>
        ) : null
      }
    >
      <ul className={styles.legend} aria-label="Evaluations">
        {evaluations.map(({ id, name }, index) => (
          <li key={id}>
            <EvaluationMark index={index} />
            <Truncated text={name} />
          </li>
        ))}
      </ul>
      <div className={styles.charts}>
        {spokes.length < FEWEST_SPOKES ? null : (
          <figure className={styles.radar}>
            <div className={styles.radarCanvas}>
              <Figure
                title="All metrics"
                kind="radar chart"
                summary={`${spokes.length} metrics of ${evaluations.length} evaluations; farther out is better. Arrow keys go from corner to corner.`}
                model={radar}
              />
            </div>
            <figcaption className={styles.caption}>
              Farther out is better. Rates reach from 0 to 100 %, numbers from the worst of these
              evaluations, a fifth of the way out, to the best.
              {metrics.length > MOST_SPOKES
                ? ` The first ${MOST_SPOKES} of ${metrics.length} metrics.`
                : ''}
            </figcaption>
          </figure>
        )}
        {bars.map((metric) => (
          <MetricBars key={metric.key} metric={metric} evaluations={evaluations} />
        ))}
      </div>
    </Panel>
  );
}

const BAR_ROOM = 26;
const FRAME_ROOM = 44;

function MetricBars({
  metric,
  evaluations,
}: {
  readonly metric: ComparedMetric;
  readonly evaluations: readonly EvaluationView[];
}) {
  const bars = useMemo(() => barsOf(metric, evaluations), [metric, evaluations]);
  const model = useMemo(() => metricBarsFigure(bars, metric.kind === 'rate'), [bars, metric.kind]);
  return (
    <figure className={styles.metric}>
      <figcaption className={styles.metricName}>
        <Truncated text={metric.key} />
        <span className={styles.caption}>{metric.direction} is better</span>
      </figcaption>
      <div style={{ height: FRAME_ROOM + bars.length * BAR_ROOM }}>
        <Figure
          title={metric.key}
          kind="bar chart with intervals"
          summary={`${bars.length} evaluations; arrow keys go from bar to bar.`}
          model={model}
        />
      </div>
    </figure>
  );
}

function barsOf(
  metric: ComparedMetric,
  evaluations: readonly EvaluationView[],
): readonly MetricBar[] {
  const kind = kindOfMetric(metric);
  const { estimates } = metric;
  return evaluations.flatMap(({ name }, index): MetricBar[] => {
    const estimate = estimates[index];
    if (estimate == null) return [];
    const { mean, low, high, count } = estimate;
    const interval = formatInterval(kind, low, high);
    return [
      {
        short: letterOf(index),
        label: `${letterOf(index)} ${name}`,
        colour: runColour(index),
        value: mean,
        interval: low === null || high === null ? null : { low, high },
        told: [
          { name: kind === 'rate' ? 'Pass' : 'Mean', value: formatScore(kind, mean) },
          ...(interval === null ? [] : [{ name: '95 % interval', value: interval }]),
          { name: 'Examples', value: formatCount(count) },
        ],
      },
    ];
  });
}
