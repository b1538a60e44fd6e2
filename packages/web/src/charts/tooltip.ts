import { axisTitle, type ChartAxis } from './chart-axis.ts';
import { element, setText } from './elements.ts';
import { formatX } from './format.ts';
import { type HoverPoint, pointsAround } from './hover.ts';
import { placeAtPointer } from './place-at-pointer.ts';
import styles from './tooltip.module.css';
import { createTooltipTable } from './tooltip-table.ts';

const MOST_ROWS = 14;

export interface TooltipContent {
  readonly axis: ChartAxis;
  /** What the numbers of the axis are written as. */
  readonly labelled: ChartAxis;
  readonly x: number;
  readonly points: readonly HoverPoint[];
  readonly hovered: string | null;
  /** Of the pointer, in the window. */
  readonly clientX: number;
  readonly clientY: number;
}

export interface TooltipStyle {
  /** Lines that it tells of. */
  readonly tells: 'all' | 'nearest';
  readonly hasFullNames: boolean;
}

/**
 * Values of the lines under the pointer. For the eye only: the chart tells them by words too. It
 * changes with each move of the pointer, so it is not rendered but kept: what stays is not touched.
 */
export interface ChartTooltip {
  show(content: TooltipContent, style: TooltipStyle): void;
  hide(): void;
}

export function createChartTooltip(): ChartTooltip {
  const box = element('div', styles.tooltip);
  box.dataset['chartTooltip'] = '';
  box.setAttribute('aria-hidden', 'true');
  const title = element('span');
  const x = element('span', styles.x);
  const head = element('div', styles.head);
  head.append(title, x);
  const table = createTooltipTable(element('table', styles.table));
  const rest = element('div', styles.rest);
  box.append(head, table.element);

  return {
    show(content, { tells, hasFullNames }) {
      const { axis, labelled, points, hovered } = content;
      const told =
        tells === 'nearest' && hovered !== null
          ? points.filter(({ lineId }) => lineId === hovered)
          : points;
      const shown = pointsAround(told, hovered, MOST_ROWS);
      const more = told.length - shown.length;
      setText(title, axisTitle(axis));
      setText(x, formatX(labelled, content.x));
      table.show(shown, hovered, hasFullNames);
      setText(rest, `and ${more} more`);
      if (more === 0) rest.remove();
      else if (rest.parentNode === null) box.append(rest);
      if (box.parentNode === null) document.body.append(box);
      placeAtPointer(box, content.clientX, content.clientY);
    },
    hide: () => box.remove(),
  };
}
