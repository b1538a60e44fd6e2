import type { XAxis } from '@runloom/model';
import { Download, Image } from 'lucide-react';
import { useContext, useMemo, useRef } from 'react';
import {
  axisMetric,
  axisName,
  type ChartAxis,
  type ChartLine,
  LineChart,
  type Range,
} from '../../charts/index.ts';
import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { MenuItem } from '../../components/menu.tsx';
import { useToasts } from '../../components/toast.tsx';
import { useSeries } from '../../data/series.ts';
import { FocusedRunContext, useBoard } from '../board/board-context.ts';
import { zoomOf } from '../board/board-view.ts';
import { panelAxisOf } from '../board/panel-axis.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { MetricRef, PanelProps } from '../panel-type.ts';
import { Legend } from './legend.tsx';
import { LineFacts } from './line-facts.tsx';
import styles from './line-panel.module.css';
import { saveFile, toCsv, toPng } from './panel-export.ts';
import { factsOf } from './panel-facts.ts';
import { panelLines } from './panel-lines.ts';

const NO_METRIC: MetricRef = { stream: 'history', key: '' };

/** A metric of the shown runs as lines. */
export function LinePanel({ spec, width, isFullScreen }: PanelProps) {
  const { entity, project, runs, view, dispatch } = useBoard();
  const focused = useContext(FocusedRunContext);
  const body = useRef<HTMLDivElement>(null);
  const toasts = useToasts();
  const metric = spec.metric ?? NO_METRIC;
  const { axis, disputed } = useMemo(
    () => panelAxisOf({ axis: view.axis }, metric, runs),
    [view.axis, metric, runs],
  );
  const range = zoomOf(view, spec.id, axis);
  const { series, isLoading, error, retry } = useSeries({
    entity,
    project,
    stream: metric.stream,
    key: metric.key,
    runs: useMemo(() => runs.map(({ name }) => name), [runs]),
    ...seriesAxis(axis),
    range,
    buckets: bucketsFor(width),
  });
  const { smoothing, showsOriginal, isLog, ignoresOutliers } = view;
  const lines = useMemo(
    () => panelLines(runs, series, { smoothing, showsOriginal }, range),
    [runs, series, smoothing, showsOriginal, range],
  );
  const facts = useMemo(() => factsOf(lines, isLog), [lines, isLog]);
  const focus = lines.some(({ id }) => id === focused) ? focused : null;
  const zoom = (next: Range | null) =>
    dispatch({ kind: 'zoom', panel: spec.id, axis, range: next });

  const savePng = async () => {
    try {
      const canvas = body.current?.querySelector('canvas');
      if (canvas) saveFile(`${spec.title}.png`, await toPng(canvas, spec.title));
    } catch (problem) {
      toasts.failure('The picture could not be saved', problem);
    }
  };
  const saveCsv = () =>
    saveFile(`${spec.title}.csv`, new Blob([toCsv(axis, runs, series)], { type: 'text/csv' }));
  const message = messageFor({
    lines,
    axis,
    isLoading,
    isZoomed: range !== null,
    isDrawable: facts.isDrawable,
    hasNumbers: facts.points > facts.nans,
  });

  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={isLoading && lines.length > 0}
      facts={
        <LineFacts
          facts={facts}
          lineCount={lines.length}
          isLog={isLog}
          disputedAxes={disputed}
          error={lines.length > 0 ? error : null}
          onRetry={retry}
          onResetZoom={range === null ? null : () => zoom(null)}
        />
      }
      menu={
        <>
          <MenuItem
            icon={<Image aria-hidden />}
            isDisabled={lines.length === 0}
            onSelect={() => void savePng()}
          >
            Save as picture (PNG)
          </MenuItem>
          <MenuItem
            icon={<Download aria-hidden />}
            isDisabled={lines.length === 0}
            onSelect={saveCsv}
          >
            Save the data in view (CSV)
          </MenuItem>
        </>
      }
    >
      <div ref={body} className={styles.chart}>
        {lines.length > 0 ? (
          <LineChart
            title={spec.title}
            lines={lines}
            axis={axis}
            range={range}
            isLog={isLog}
            ignoreOutliers={ignoresOutliers}
            focus={focus}
            onZoom={zoom}
          />
        ) : null}
        {error && lines.length === 0 ? (
          <div className={styles.message} role="alert">
            <p>{messageOf(error)}</p>
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          </div>
        ) : null}
        {error === null && lines.length === 0 && isLoading ? (
          <div className={styles.loading} role="status" aria-label="Loading" />
        ) : null}
        {error === null && message !== null ? (
          <div className={styles.message}>
            <p>{message}</p>
            {range !== null && lines.length === 0 ? (
              <Button size="small" onClick={() => zoom(null)}>
                Show everything
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {isFullScreen ? <Legend lines={lines} /> : null}
    </PanelFrame>
  );
}

/** Why nothing is to be seen; null when something is. */
function messageFor(panel: {
  readonly lines: readonly ChartLine[];
  readonly axis: ChartAxis;
  readonly isLoading: boolean;
  readonly isZoomed: boolean;
  readonly isDrawable: boolean;
  readonly hasNumbers: boolean;
}): string | null {
  if (panel.lines.length === 0) {
    if (panel.isLoading) return null;
    if (panel.isZoomed) return 'No points in this range';
    if (axisMetric(panel.axis) === null) return 'Not logged by the runs shown';
    return `Not logged together with ${axisName(panel.axis)} by the runs shown`;
  }
  if (panel.isDrawable) return null;
  if (!panel.hasNumbers) return 'Every value is NaN';
  return 'No value above zero: a log axis can’t show these';
}

/** The axis as the server is asked for it. */
function seriesAxis(axis: ChartAxis): { readonly x: XAxis; readonly xKey: string | null } {
  const isPlain = axis === 'step' || axis === 'relative' || axis === 'wall';
  return { x: isPlain ? axis : 'step', xKey: axisMetric(axis) };
}

const BUCKET_COUNTS = [300, 600, 1000, 2000];

/** About one bucket a pixel, in few sizes, so that a drag of the split does not read everything anew. */
function bucketsFor(width: number): number {
  return BUCKET_COUNTS.find((count) => count >= width - 60) ?? 2000;
}
