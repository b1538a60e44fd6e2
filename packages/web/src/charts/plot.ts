import uPlot from 'uplot';
import { xAxisOptions, yAxisOptions } from './axes.ts';
import type { ChartAxis } from './chart-axis.ts';
import type { ChartLine } from './chart-line.ts';
import { drawableRange, type Range, wholeRange, yRange } from './extent.ts';
import { type Emphasis, type PaintedLine, paintLines } from './paint.ts';
import type { ChartTheme } from './theme.ts';

/** What a chart shows. */
export interface PlotContent {
  readonly lines: readonly ChartLine[];
  readonly axis: ChartAxis;
  /** Range of x to show; null shows all. */
  readonly range: Range | null;
  readonly isLog: boolean;
  readonly ignoreOutliers: boolean;
  readonly emphasis: Emphasis;
  readonly theme: ChartTheme;
}

/**
 * A canvas with axes and lines. uPlot lays out and labels the axes; the lines are painted by
 * ourselves from their own columns, since joining lines of different x to one table would cost
 * more than drawing them.
 */
export interface Plot {
  /** The plotting area, where the pointer counts; a new one after axis or scale have changed. */
  readonly area: HTMLElement;
  readonly x: Range;
  readonly y: Range;
  show(content: PlotContent): void;
  resize(width: number, height: number): void;
  /** Place of a value in the plotting area, CSS pixels. */
  toLeft(x: number): number;
  toTop(y: number): number;
  toX(left: number): number;
  /** How long the last drawing of the lines took, milliseconds. */
  readonly drawMs: number;
  destroy(): void;
}

/** @param onArea told of the plotting area whenever it is a new element */
export function createPlot(
  root: HTMLElement,
  first: PlotContent,
  size: { readonly width: number; readonly height: number },
  onArea: (area: HTMLElement) => void,
): Plot {
  let content = first;
  let painted = paintedLines(content);
  let { width, height } = size;
  let drawMs = 0;
  let x = drawableRange(content.range ?? wholeRange(content.lines));
  let y = yRange(content.lines, x, content);
  let plot = build();

  function build(): uPlot {
    const { axis, isLog, theme } = content;
    const built = new uPlot(
      {
        width,
        height,
        padding: [8, 12, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, auto: false, range: () => [x.min, x.max] },
          y: { auto: false, distr: isLog ? 3 : 1, range: () => [y.min, y.max] },
        },
        series: [{}, { scale: 'y', paths: () => null, points: { show: false } }],
        axes: [xAxisOptions(axis, theme), yAxisOptions(isLog, theme)],
        hooks: { draw: [paint] },
      },
      [
        [x.min, x.max],
        [null, null],
      ],
      root,
    );
    onArea(built.over);
    return built;
  }

  function paint(self: uPlot): void {
    const startedAt = performance.now();
    const area = { ...self.bbox, x, y, isLog: content.isLog, pixelRatio: uPlot.pxRatio };
    paintLines(self.ctx, area, painted, content.emphasis);
    drawMs = performance.now() - startedAt;
  }

  return {
    get area() {
      return plot.over;
    },
    get x() {
      return x;
    },
    get y() {
      return y;
    },
    get drawMs() {
      return drawMs;
    },
    show(next) {
      const previous = content;
      content = next;
      if (next.lines !== previous.lines || next.theme !== previous.theme) {
        painted = paintedLines(next);
      }
      x = drawableRange(next.range ?? wholeRange(next.lines));
      y = yRange(next.lines, x, next);
      if (
        next.axis !== previous.axis ||
        next.isLog !== previous.isLog ||
        next.theme !== previous.theme
      ) {
        plot.destroy();
        plot = build();
        return;
      }
      plot.batch(() => {
        plot.setData(
          [
            [x.min, x.max],
            [null, null],
          ],
          false,
        );
        plot.setScale('x', x);
        plot.setScale('y', y);
      });
    },
    resize(nextWidth, nextHeight) {
      if (nextWidth === width && nextHeight === height) return;
      width = nextWidth;
      height = nextHeight;
      plot.setSize({ width, height });
    },
    toLeft: (value) => plot.valToPos(value, 'x'),
    toTop: (value) => plot.valToPos(value, 'y'),
    toX: (left) => plot.posToVal(left, 'x'),
    destroy: () => plot.destroy(),
  };
}

function paintedLines({ lines, theme }: PlotContent): PaintedLine[] {
  return lines.map((line) => ({ ...line, stroke: theme.colour(line.colour) }));
}
