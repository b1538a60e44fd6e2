import type { Pen } from './pen.ts';
import type { ChartTheme } from './theme.ts';
import type { Told } from './value-tooltip.tsx';

/** A place in the figure, CSS pixels. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** A drag that has begun on something of the figure. */
export interface Drag {
  /** Told of each place, also of the first. */
  move(to: Place): void;
  /** The pointer was let go; `isClick` when it hardly moved. */
  end(at: Place, isClick: boolean): void;
  /** It was given up. */
  cancel(): void;
  /** Painted over everything while it lasts. */
  paint?(pen: Pen, theme: ChartTheme): void;
}

/** A picture of marks that can be pointed at: how it is laid out, painted and read. */
export interface FigureModel<Layout> {
  layout(width: number, height: number): Layout;
  paint(pen: Pen, layout: Layout, theme: ChartTheme): void;
  /** What stands out over the rest: the mark that is pointed at. */
  paintMark(pen: Pen, layout: Layout, theme: ChartTheme, mark: number): void;
  /** The mark at a place; null for none. */
  find(layout: Layout, place: Place): number | null;
  placeOf(layout: Layout, mark: number): Place;
  /** Marks in the order in which arrow keys go through them. */
  readonly order: readonly number[];
  tell(mark: number): Told;
  /** Null where nothing can be dragged. */
  startDrag?(layout: Layout, place: Place): Drag | null;
  /** Of the pointer at a place. */
  cursorAt?(layout: Layout, place: Place): string | null;
}
