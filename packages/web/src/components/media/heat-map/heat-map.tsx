import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { readChartTheme, useThemeName } from '../../../charts/theme.ts';
import { formatCount } from '../../format.ts';
import { cellAt, type HeatCell, type HeatData } from './heat-cells.ts';
import styles from './heat-map.module.css';

const HEIGHT = 200;
/** Counts this small in relation to the largest are still seen. */
const FAINTEST = 0.08;

/** Histograms over steps: a column a step, the darker the larger the count. */
export function HeatMap({ data, label }: { readonly data: HeatData; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [place, setPlace] = useState<{ across: number; up: number } | null>(null);
  const themeName = useThemeName();

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current !== null && width > 0) paint(canvas.current, data, width, themeName);
  }, [data, width, themeName]);

  const cell = place === null ? null : cellAt(data, place.across, place.up);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPlace({
      across: (event.clientX - box.left) / box.width,
      up: 1 - (event.clientY - box.top) / box.height,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const { across, up } = place ?? { across: 0.5, up: 0.5 };
    setPlace({
      across: clamp(across + by[0] / data.columns.length),
      up: clamp(up + by[1] / 64),
    });
  };
  const first = data.columns[0];
  const last = data.columns.at(-1);
  return (
    <div className={styles.map}>
      <div className={styles.values} aria-hidden>
        <span>{formatValue(data.max)}</span>
        <span>{formatValue(data.min)}</span>
      </div>
      <div
        ref={frame}
        className={styles.frame}
        role="img"
        aria-label={`Histograms of ${label} over ${formatCount(data.columns.length)} steps, from ${formatValue(data.min)} to ${formatValue(data.max)}. Arrow keys read it bin by bin.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the values under it are read by keyboard too
        tabIndex={0}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPlace(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setPlace(null)}
      >
        <canvas ref={canvas} style={{ width, height: HEIGHT }} />
        {cell === null ? null : <Outline data={data} cell={cell} />}
      </div>
      <div className={styles.steps} aria-hidden>
        <span>step {formatCount(first?.step ?? 0)}</span>
        <span>step {formatCount(last?.step ?? 0)}</span>
      </div>
      <p className={styles.reading} role="status">
        {cell === null ? `Largest count ${formatCount(data.largest)}` : readingOf(cell)}
      </p>
    </div>
  );
}

const MOVES: Readonly<Record<string, readonly [across: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const clamp = (share: number): number => Math.min(0.9999, Math.max(0, share));

function readingOf({ step, from, to, count }: HeatCell): string {
  return `Step ${formatCount(step)} · ${formatValue(from)} to ${formatValue(to)} · count ${formatCount(count)}`;
}

function formatValue(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function Outline({ data, cell }: { readonly data: HeatData; readonly cell: HeatCell }) {
  const { columns, min, max } = data;
  const percent = (share: number) => `${share * 100}%`;
  const index = columns.findIndex(({ step }) => step === cell.step);
  return (
    <span
      className={styles.outline}
      style={{
        left: percent(index / columns.length),
        width: percent(1 / columns.length),
        bottom: percent((cell.from - min) / (max - min)),
        height: percent((cell.to - cell.from) / (max - min)),
      }}
    />
  );
}

function paint(canvas: HTMLCanvasElement, data: HeatData, width: number, themeName: string): void {
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { columns, min, max, largest } = data;
  context.fillStyle = readChartTheme(themeName).colour('var(--accent-text)');
  const y = (value: number) => (1 - (value - min) / (max - min)) * canvas.height;
  for (const [index, { counts, edges }] of columns.entries()) {
    // Whole pixels, so that no seams show between columns.
    const left = Math.round((index / columns.length) * canvas.width);
    const right = Math.round(((index + 1) / columns.length) * canvas.width);
    for (const [bin, count] of counts.entries()) {
      if (!(count > 0)) continue;
      const top = Math.round(y(edges[bin + 1] ?? max));
      const bottom = Math.round(y(edges[bin] ?? min));
      // Square roots let small counts be seen beside large ones.
      context.globalAlpha = FAINTEST + (1 - FAINTEST) * Math.sqrt(count / largest);
      context.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }
  }
}
