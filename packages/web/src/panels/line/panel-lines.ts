import { isIdentity } from '@runloom/model';
import { type ChartLine, type Range, toChartLine, xExtent } from '../../charts/index.ts';
import type { SeriesColumns } from '../../data/series-columns.ts';
import type { ShownRun } from '../board/board-context.ts';
import type { BoardView } from '../board/board-view.ts';

/** Lines of all runs that logged the metric, in the order of the runs. */
export function panelLines(
  runs: readonly ShownRun[],
  series: readonly (SeriesColumns | null)[],
  view: Pick<BoardView, 'smoothing' | 'showsOriginal'>,
  range: Range | null,
): ChartLine[] {
  const known = series.filter((columns) => columns !== null && columns.count > 0);
  const extent = range ?? xExtent(known.flatMap((columns) => columns ?? []));
  const style = {
    smoothing: isIdentity(view.smoothing) ? ({ kind: 'none' } as const) : view.smoothing,
    showOriginal: view.showsOriginal,
    rangeOfX: extent === null ? 0 : extent.max - extent.min,
  };
  return runs.flatMap(({ name, label, colour }, index) => {
    const columns = series[index];
    if (!columns || columns.count === 0) return [];
    return [toChartLine({ id: name, label, colour }, columns, style)];
  });
}
