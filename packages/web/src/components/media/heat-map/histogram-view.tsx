import { useMemo } from 'react';
import type { RunAddress } from '../../../data/files.ts';
import { useMediaValues } from '../../../data/media.ts';
import { EmptyState } from '../../empty-state.tsx';
import { ErrorState } from '../../error-state.tsx';
import { formatCount } from '../../format.ts';
import { Skeleton } from '../../skeleton.tsx';
import styles from '../media-item.module.css';
import { histogramOf } from '../media-value.ts';
import { evenSteps } from '../step-position.ts';
import { heatData } from './heat-cells.ts';
import { HeatMap } from './heat-map.tsx';

/** About as many columns as can be told apart. */
const MOST_STEPS = 400;

/** All histograms of a key over its steps. */
export function HistogramView({
  address,
  name,
  steps,
}: {
  readonly address: RunAddress;
  readonly name: string;
  readonly steps: readonly number[];
}) {
  const shown = useMemo(() => evenSteps(steps, MOST_STEPS), [steps]);
  const query = useMediaValues(address, name, shown);
  const { data } = query;
  const map = useMemo(
    () =>
      heatData(
        data?.values.flatMap(({ step, value }) => {
          const histogram = histogramOf(value);
          return histogram === null ? [] : [{ step, ...histogram }];
        }) ?? [],
      ),
    [data],
  );
  if (data === undefined) {
    if (query.isPending) {
      return (
        <div className={styles.pending}>
          <Skeleton lines={6} label={`Loading ${name}`} />
        </div>
      );
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (map === null) return <EmptyState title="These histograms can’t be read" />;
  return (
    <>
      <HeatMap data={map} label={name} />
      {shown.length < steps.length ? (
        <p className={styles.note}>
          {formatCount(shown.length)} of {formatCount(steps.length)} steps, evenly spread.
        </p>
      ) : null}
    </>
  );
}
