import { useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { axisMetric, type ChartAxis } from './chart-axis.ts';
import styles from './chart-tooltip.module.css';
import { formatValue, formatX } from './format.ts';
import { type HoverPoint, pointsAround } from './hover.ts';

const MOST_ROWS = 14;
const GAP = 14;

export interface TooltipContent {
  readonly axis: ChartAxis;
  readonly x: number;
  /** Highest first. */
  readonly points: readonly HoverPoint[];
  /** Line next to the pointer. */
  readonly hovered: string | null;
  /** Of the pointer, in the window. */
  readonly clientX: number;
  readonly clientY: number;
}

/** Values next to the pointer, highest first, beside it and inside the window. */
export function ChartTooltip({ content }: { readonly content: TooltipContent }) {
  const element = useRef<HTMLDivElement>(null);
  const { axis, x, points, hovered, clientX, clientY } = content;
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const { width, height } = current.getBoundingClientRect();
    const right = clientX + GAP + width > window.innerWidth - 4;
    const left = right ? clientX - GAP - width : clientX + GAP;
    const top = Math.min(Math.max(4, clientY - height / 2), window.innerHeight - height - 4);
    current.style.transform = `translate(${Math.round(Math.max(4, left))}px, ${Math.round(top)}px)`;
  });
  const shown = pointsAround(points, hovered, MOST_ROWS);
  const rest = points.length - shown.length;
  const hasOriginal = shown.some(({ original }) => original !== null);
  return createPortal(
    <div ref={element} className={styles.tooltip} aria-hidden="true">
      <div className={styles.head}>
        <span>{titleOf(axis)}</span>
        <span className={styles.x}>{formatX(axis, x)}</span>
      </div>
      <table className={styles.table}>
        <tbody>
          {shown.map((point) => (
            <tr
              key={point.lineId}
              className={point.lineId === hovered ? styles.hovered : undefined}
            >
              <td className={styles.name}>
                <span className={styles.swatch} style={{ background: point.colour }} />
                <bdi className={styles.label}>{point.label}</bdi>
              </td>
              <td className={styles.value}>{formatValue(point.y)}</td>
              {hasOriginal ? (
                <td className={styles.extra}>
                  {point.original === null ? '' : `(${formatValue(point.original)})`}
                </td>
              ) : null}
              <td className={styles.extra}>{bandText(point)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 ? <div className={styles.rest}>and {rest} more</div> : null}
    </div>,
    document.body,
  );
}

function titleOf(axis: ChartAxis): string {
  if (axis === 'relative') return 'Relative time';
  if (axis === 'wall') return 'Time';
  return axisMetric(axis) ?? 'Step';
}

/** The values a bucket spans, where they differ from the one drawn. */
function bandText({ band }: HoverPoint): string {
  if (band === null || !Number.isFinite(band.low) || band.low === band.high) return '';
  return `${formatValue(band.low)} … ${formatValue(band.high)}`;
}
