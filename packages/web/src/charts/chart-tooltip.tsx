import { createPortal } from 'react-dom';
import { axisTitle, type ChartAxis } from './chart-axis.ts';
import styles from './chart-tooltip.module.css';
import { formatValue, formatX } from './format.ts';
import { type HoverPoint, pointsAround } from './hover.ts';
import { usePlaceAtPointer } from './place-at-pointer.ts';

const MOST_ROWS = 14;

export interface TooltipContent {
  readonly axis: ChartAxis;
  readonly x: number;
  readonly points: readonly HoverPoint[];
  readonly hovered: string | null;
  /** Of the pointer, in the window. */
  readonly clientX: number;
  readonly clientY: number;
}

/** Values of the lines under the pointer. For the eye only: the chart tells them by words too. */
export function ChartTooltip({
  content,
  tells,
  hasFullNames,
}: {
  readonly content: TooltipContent;
  readonly tells: 'all' | 'nearest';
  readonly hasFullNames: boolean;
}) {
  const { axis, x, points, hovered, clientX, clientY } = content;
  const element = usePlaceAtPointer(clientX, clientY);
  const told =
    tells === 'nearest' && hovered !== null
      ? points.filter(({ lineId }) => lineId === hovered)
      : points;
  const shown = pointsAround(told, hovered, MOST_ROWS);
  const rest = told.length - shown.length;
  const hasOriginal = shown.some(({ original, told }) => original !== null && told === null);
  const hasRuns = shown.some(({ runs }) => runs !== null);
  const bandName = shown.find(({ band }) => band !== null)?.band?.name ?? null;
  const hasHead = hasRuns || bandName !== null || hasOriginal;
  return createPortal(
    <div ref={element} className={styles.tooltip} data-chart-tooltip aria-hidden="true">
      <div className={styles.head}>
        <span>{axisTitle(axis)}</span>
        <span className={styles.x}>{formatX(axis, x)}</span>
      </div>
      <table className={styles.table}>
        {hasHead ? (
          <thead>
            <tr>
              <td />
              <td className={styles.column} />
              {hasOriginal ? <td className={styles.column}>unsmoothed</td> : null}
              {bandName === null ? null : <td className={styles.column}>{bandName}</td>}
              {hasRuns ? <td className={styles.column}>runs</td> : null}
            </tr>
          </thead>
        ) : null}
        <tbody>
          {shown.map((point) => (
            <tr
              key={point.lineId}
              className={point.lineId === hovered ? styles.hovered : undefined}
            >
              <td className={styles.name}>
                <span className={styles.swatch} style={{ background: point.colour }} />
                <bdi className={hasFullNames ? styles.fullLabel : styles.label}>{point.label}</bdi>
              </td>
              <td className={styles.value}>{point.told ?? formatValue(point.y)}</td>
              {hasOriginal ? (
                <td className={styles.extra}>
                  {point.original === null || point.told !== null
                    ? ''
                    : formatValue(point.original)}
                </td>
              ) : null}
              {bandName === null ? null : <td className={styles.extra}>{bandText(point)}</td>}
              {hasRuns ? <td className={styles.extra}>{point.runs ?? ''}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 ? <div className={styles.rest}>and {rest} more</div> : null}
    </div>,
    document.body,
  );
}

/** The values a bucket or an interval spans, where they differ from the one drawn. */
function bandText({ band, y }: HoverPoint): string {
  if (band === null || !Number.isFinite(band.low)) return '';
  if (band.low === band.high && band.low === y) return '';
  return `${formatValue(band.low)} … ${formatValue(band.high)}`;
}
