import { axisMetric, type ChartAxis } from '../../charts/index.ts';
import type { SeriesColumns } from '../../data/series-columns.ts';
import type { ShownRun } from '../board/board-context.ts';

function titleOfX(axis: ChartAxis): string {
  if (axis === 'relative') return 'relative_time_s';
  if (axis === 'wall') return 'wall_time_s';
  return axisMetric(axis) ?? 'step';
}

/** What a panel was computed from, as CSV: one line a point, or a bucket with all that is known of it. */
export function toCsv(
  axis: ChartAxis,
  runs: readonly ShownRun[],
  series: readonly (SeriesColumns | null)[],
): string {
  const hasBuckets = series.some((columns) => columns?.buckets);
  const head = ['run', 'run_id', titleOfX(axis), 'value'];
  const rows = [hasBuckets ? [...head, 'min', 'max', 'mean', 'finite_points', 'nan_points'] : head];
  for (const [index, { name, label }] of runs.entries()) {
    const columns = series[index];
    if (!columns) continue;
    const { x, value, buckets } = columns;
    for (let at = 0; at < x.length; at += 1) {
      const own = value[at] ?? Number.NaN;
      const cells = [label, name, String(x[at]), String(own)];
      if (hasBuckets) {
        const bucket = buckets
          ? [buckets.min, buckets.max, buckets.mean, buckets.finiteCounts, buckets.nans].map(
              (column) => column[at],
            )
          : [own, own, own, Number(!Number.isNaN(own)), Number(Number.isNaN(own))];
        cells.push(...bucket.map(String));
      }
      rows.push(cells);
    }
  }
  return `${rows.map((cells) => cells.map(quote).join(',')).join('\r\n')}\r\n`;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Has the browser save bytes as a file. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  // What file systems take, whatever the metric is called.
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 120);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The chart as it is drawn, with its title, on the colour of the surface. */
export async function toPng(chart: HTMLCanvasElement, title: string): Promise<Blob> {
  const style = getComputedStyle(document.documentElement);
  const scale = window.devicePixelRatio;
  const headHeight = 30 * scale;
  const picture = document.createElement('canvas');
  picture.width = chart.width;
  picture.height = chart.height + headHeight;
  const pen = picture.getContext('2d');
  if (pen === null) throw new Error('This browser can’t draw the picture.');
  pen.fillStyle = style.getPropertyValue('--surface');
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.fillStyle = style.getPropertyValue('--text');
  pen.font = `500 ${12 * scale}px ${style.getPropertyValue('--font-text')}`;
  pen.textBaseline = 'middle';
  pen.fillText(title, 12 * scale, headHeight / 2, picture.width - 24 * scale);
  pen.drawImage(chart, 0, headHeight);
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('This browser can’t save the picture.'));
    });
  });
}
