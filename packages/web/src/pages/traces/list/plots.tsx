import type { CallSelection } from '@runloom/model';
import { formatCount } from '../../../components/format.ts';
import { useCallTimeline } from '../../../data/calls.ts';
import { formatCost, formatLatency } from '../format.ts';
import styles from './plots.module.css';
import { TimePlot } from './time-plot.tsx';

/** What is listed over time: latency, calls and errors, tokens, cost. Dragging narrows the list to a time. */
export function Plots({
  entity,
  project,
  selection,
  onChoose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly selection: CallSelection;
  readonly onChoose: (from: number, to: number) => void;
}) {
  const { data } = useCallTimeline({ entity, project }, selection);
  if (data === undefined) return <div className={styles.plots} />;
  if (data.buckets.length === 0) return null;
  const { buckets } = data;
  const shared = {
    range: data,
    bucketMs: data.bucketMs,
    times: buckets.map(({ at }) => at),
    onChoose,
  };
  return (
    <section className={styles.plots} aria-label="Over time">
      <TimePlot
        {...shared}
        title="Latency"
        format={formatLatency}
        series={[
          {
            name: 'p95',
            kind: 'line',
            colour: 'var(--run-1)',
            values: buckets.map((bucket) => bucket.p95Latency),
          },
          {
            name: 'median',
            kind: 'line',
            colour: 'var(--run-0)',
            values: buckets.map((bucket) => bucket.medianLatency),
          },
        ]}
      />
      <TimePlot
        {...shared}
        title={selection.rootsOnly === false ? 'Calls and errors' : 'Traces and errors'}
        format={formatCount}
        series={[
          {
            name: 'all',
            kind: 'bar',
            colour: 'var(--run-0)',
            values: buckets.map(({ calls }) => calls),
          },
          {
            name: 'errors',
            kind: 'bar',
            colour: 'var(--danger)',
            values: buckets.map(({ errors }) => errors),
          },
        ]}
      />
      {data.hasUse ? (
        <>
          <TimePlot
            {...shared}
            title="Tokens"
            format={formatCount}
            series={[
              {
                name: 'tokens',
                kind: 'bar',
                colour: 'var(--run-2)',
                values: buckets.map(({ tokens }) => tokens),
              },
            ]}
          />
          <TimePlot
            {...shared}
            title="Cost"
            format={formatCost}
            series={[
              {
                name: 'cost',
                kind: 'bar',
                colour: 'var(--run-6)',
                values: buckets.map(({ cost }) => cost),
              },
            ]}
          />
        </>
      ) : (
        <p className={styles.note}>
          Tokens and cost are known call by call: list all calls to see those of a filter.
        </p>
      )}
    </section>
  );
}
