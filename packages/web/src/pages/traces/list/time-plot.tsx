import { type PointerEvent, useId, useRef, useState } from 'react';
import { formatDateTime } from '../../../components/format.ts';
import styles from './plots.module.css';

/** A bar or a point of a plot. */
export interface PlotSeries {
  readonly name: string;
  /** A colour of the design. */
  readonly colour: string;
  readonly kind: 'bar' | 'line';
  /** In the order of the buckets; null for none. */
  readonly values: readonly (number | null)[];
}

const HEIGHT = 64;
/** px; a shorter drag is a click. */
const SHORTEST_DRAG = 6;

/** A small plot over time; dragging over it chooses a time. */
export function TimePlot({
  title,
  range,
  bucketMs,
  times,
  series,
  format,
  onChoose,
}: {
  readonly title: string;
  readonly range: { readonly from: number; readonly to: number };
  readonly bucketMs: number;
  /** Where buckets begin, milliseconds. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly format: (value: number) => string;
  readonly onChoose: (from: number, to: number) => void;
}) {
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const most = series.reduce(
    (most, { values }) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), most),
    0,
  );
  // The first bucket may begin before the range, and the last end after it.
  const begin = Math.min(range.from, times[0] ?? range.from);
  const end = Math.max(range.to, (times.at(-1) ?? range.from) + bucketMs);
  const share = (at: number) => (at - begin) / Math.max(1, end - begin);
  const placeOf = (event: PointerEvent): number => {
    const rect = area.current?.getBoundingClientRect();
    if (rect === undefined) return 0;
    return Math.min(1, Math.max(0, (event.clientX - rect.left) / Math.max(1, rect.width)));
  };
  const timeAt = (place: number) => begin + place * (end - begin);
  const finish = (event: PointerEvent) => {
    const chosen = drag;
    setDrag(null);
    const width = area.current?.clientWidth ?? 0;
    if (chosen === null || Math.abs(chosen.to - chosen.from) * width < SHORTEST_DRAG) return;
    event.preventDefault();
    const [from, to] = [chosen.from, chosen.to].sort((a, b) => a - b);
    onChoose(Math.floor(timeAt(from ?? 0)), Math.ceil(timeAt(to ?? 1)));
  };
  const told = pointed === null ? null : (times[pointed] ?? null);
  return (
    <figure className={styles.plot} aria-labelledby={id}>
      <figcaption id={id} className={styles.caption}>
        <span className={styles.plotTitle}>{title}</span>
        <span className={styles.told}>
          {told === null || pointed === null
            ? most > 0
              ? `up to ${format(most)}`
              : 'none'
            : `${formatDateTime(told)}: ${series
                .map(({ name, values }) => {
                  const value = values[pointed] ?? null;
                  return `${series.length > 1 ? `${name} ` : ''}${value === null ? '–' : format(value)}`;
                })
                .join(', ')}`}
        </span>
      </figcaption>
      <div
        ref={area}
        className={styles.area}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = placeOf(event);
          setDrag({ from: at, to: at });
        }}
        onPointerMove={(event) => {
          const at = placeOf(event);
          if (drag !== null) setDrag({ ...drag, to: at });
          const time = timeAt(at);
          const found = times.findIndex((start) => time >= start && time < start + bucketMs);
          setPointed(found < 0 ? null : found);
        }}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setPointed(null)}
      >
        <svg
          viewBox={`0 0 1000 ${HEIGHT}`}
          preserveAspectRatio="none"
          className={styles.drawing}
          aria-hidden="true"
        >
          {series.map(({ name, kind, colour, values }) =>
            kind === 'bar' ? (
              times.map((at, index) => {
                const value = values[index] ?? 0;
                if (value <= 0) return null;
                const height = Math.max(1, (value / most) * (HEIGHT - 2));
                const left = share(at) * 1000;
                return (
                  <rect
                    key={`${name} ${at}`}
                    x={left}
                    y={HEIGHT - height}
                    width={Math.max(1.5, share(at + bucketMs) * 1000 - left - 0.8)}
                    height={height}
                    fill={colour}
                  />
                );
              })
            ) : (
              <path
                key={name}
                d={linePath(
                  times.map((at, index) => {
                    const value = values[index] ?? null;
                    if (value === null) return null;
                    const x = share(at + bucketMs / 2) * 1000;
                    return [
                      x,
                      HEIGHT - 1 - (value / Math.max(most, 1e-12)) * (HEIGHT - 3),
                    ] as const;
                  }),
                )}
                fill="none"
                stroke={colour}
                strokeWidth={1.5}
                vectorEffect="non-scaling-stroke"
              />
            ),
          )}
        </svg>
        {drag === null ? null : (
          <span
            className={styles.chosen}
            style={{
              left: `${Math.min(drag.from, drag.to) * 100}%`,
              width: `${Math.abs(drag.to - drag.from) * 100}%`,
            }}
          />
        )}
      </div>
    </figure>
  );
}

/** A line through the points, a dot where one stands alone. */
function linePath(points: readonly (readonly [x: number, y: number] | null)[]): string {
  let path = '';
  for (const [index, point] of points.entries()) {
    if (point === null) continue;
    const before = points[index - 1] ?? null;
    const [x, y] = [point[0].toFixed(1), point[1].toFixed(1)];
    path += before === null ? `M${x} ${y}h0.1` : `L${x} ${y}`;
  }
  return path;
}
