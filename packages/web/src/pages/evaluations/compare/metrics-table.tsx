import type {
  ComparedMetric,
  EvaluationDifference,
  EvaluationView,
  LeftOutCounts,
} from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from '../../../components/class-names.ts';
import { formatPlural } from '../../../components/format.ts';
import { IntervalPlot, type PlotRange, plotRange } from '../../../components/interval-plot.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { EstimateText } from '../shared/estimate-text.tsx';
import {
  formatDifference,
  formatInterval,
  kindOfMetric,
  type ScoreKind,
} from '../shared/score-text.ts';
import { UncountedScores } from '../shared/uncounted-scores.tsx';
import { EvaluationHead, type EvaluationOrder } from './evaluation-head.tsx';
import styles from './metrics-table.module.css';
import { formatP, verdictOf } from './verdict.ts';

/** As CSS: narrower on a narrow screen. */
const METRIC_WIDTH = 'clamp(112px, 18vw, 220px)';
/** px */
const EVALUATION_WIDTH = 210;

/** Metrics as rows, evaluations as columns: values with intervals, and what differs from the baseline. */
export function MetricsTable({
  entity,
  project,
  evaluations,
  metrics,
  order,
  onlyDifferent,
  onTurn,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluations: readonly EvaluationView[];
  readonly metrics: readonly ComparedMetric[];
  readonly order: EvaluationOrder;
  /** Only metrics of which some difference is more than noise. */
  readonly onlyDifferent: boolean;
  /** Has the other way of a metric be better. */
  readonly onTurn: (key: string) => void;
}) {
  const shown = onlyDifferent ? metrics.filter(isClear) : metrics;
  return (
    <ScrollRegion className={styles.scroller}>
      <table
        className={styles.table}
        aria-label="Metrics"
        style={{ minWidth: `calc(${METRIC_WIDTH} + ${evaluations.length * EVALUATION_WIDTH}px)` }}
      >
        <thead>
          <tr>
            <th scope="col" className={styles.metricHead} style={{ width: METRIC_WIDTH }}>
              Metric
            </th>
            {evaluations.map(({ id, name }, index) => (
              <th key={id} scope="col" className={styles.head}>
                <EvaluationHead
                  index={index}
                  name={name}
                  order={order}
                  link={
                    <Link
                      to="/$entity/$project/weave/evaluations/$evaluation"
                      params={{ entity, project, evaluation: id }}
                    />
                  }
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((metric) => (
            <MetricRow
              key={`${metric.group} ${metric.key}`}
              metric={metric}
              onTurn={() => onTurn(metric.key)}
            />
          ))}
        </tbody>
      </table>
      <UncountedScores
        keys={[...new Set(evaluations.flatMap(({ uncounted }) => uncounted))]}
        className={styles.none}
      />
      {shown.length === 0 ? (
        <p className={styles.none}>
          {metrics.length === 0
            ? 'None of these evaluations has a score yet.'
            : 'No metric differs by more than noise.'}
        </p>
      ) : null}
    </ScrollRegion>
  );
}

const isClear = ({ differences }: ComparedMetric): boolean =>
  differences.some((one) => one?.verdict === 'better' || one?.verdict === 'worse');

function MetricRow({
  metric,
  onTurn,
}: {
  readonly metric: ComparedMetric;
  readonly onTurn: () => void;
}) {
  const { key, direction, estimates, differences, leftOut } = metric;
  const kind = kindOfMetric(metric);
  const range = plotRange(
    differences.flatMap((one) =>
      one?.low == null || one.high === null ? [] : [{ low: one.low, high: one.high }],
    ),
  );
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.metric}>
        <span className={styles.metricName}>
          <Truncated text={key} />
          <button
            type="button"
            className={styles.direction}
            title={`${direction} is better; a click turns it round`}
            onClick={onTurn}
          >
            {direction === 'higher' ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
            <span className="visually-hidden">
              {direction} is better of {key}
            </span>
          </button>
        </span>
      </th>
      {estimates.map((estimate, index) => {
        const difference = differences[index] ?? null;
        return (
          <td key={index} className={styles.cell}>
            {estimate === null ? (
              <span className={styles.absent}>no value</span>
            ) : (
              <EstimateText
                kind={kind}
                value={estimate.mean}
                low={estimate.low}
                high={estimate.high}
                count={estimate.count}
              />
            )}
            <LeftOut counts={leftOut[index]} />
            {index === 0 || difference === null ? null : (
              <DifferenceView difference={difference} kind={kind} range={range} />
            )}
          </td>
        );
      })}
    </tr>
  );
}

function DifferenceView({
  difference,
  kind,
  range,
}: {
  readonly difference: EvaluationDifference;
  readonly kind: ScoreKind;
  readonly range: PlotRange;
}) {
  const { mean, low, high, adjustedP } = difference;
  const verdict = verdictOf(difference);
  const interval = formatInterval(kind, low, high);
  return (
    <div className={styles.difference}>
      <span className={styles.change}>
        <span className={styles.amount}>{formatDifference(kind, mean)}</span>
        {low === null || high === null ? null : (
          <IntervalPlot value={mean} interval={[low, high]} range={range} tone={verdict.tone} />
        )}
      </span>
      <span
        className={classNames(styles.verdict, styles[verdict.tone])}
        title={
          adjustedP === null
            ? undefined
            : `${formatP(adjustedP)} after Holm${interval === null ? '' : `; difference ${interval}`}`
        }
      >
        <span aria-hidden>{verdict.sign}</span> {verdict.text}
        {adjustedP === null ? null : <span className={styles.p}>{formatP(adjustedP)}</span>}
      </span>
    </div>
  );
}

/** How many trials have no number there, and why. */
function LeftOut({ counts }: { readonly counts: LeftOutCounts | undefined }) {
  if (counts === undefined) return null;
  const { missing, notFinite, others, failed } = counts;
  const all = missing + notFinite + others + failed;
  if (all === 0) return null;
  const reasons = [
    [missing, 'without a value'],
    [notFinite, 'NaN, infinite or beyond 1e100'],
    [others, 'no numbers'],
    [failed, 'the scorer failed'],
  ] as const;
  return (
    <span
      className={styles.leftOut}
      title={reasons
        .filter(([count]) => count > 0)
        .map(([count, reason]) => `${count} ${reason}`)
        .join(', ')}
    >
      {formatPlural(all, 'trial')} left out
    </span>
  );
}
