import type { FigureModel, Place } from '../../../../charts/figure-model.ts';
import { canvasText, strokeLine } from '../../../../charts/frame.ts';
import type { Pen } from '../../../../charts/pen.ts';
import type { ChartTheme } from '../../../../charts/theme.ts';

/** One shape of a radar; both lists are in the order of the axes. */
export interface RadarSeries {
  readonly label: string;
  readonly colour: string;
  /** How far out, 0 to 1; null where there is none: the shape is open there. */
  readonly shares: readonly (number | null)[];
  /** The values in words. */
  readonly texts: readonly string[];
}

interface RadarLayout {
  readonly centre: Place;
  readonly radius: number;
}

const RINGS = 4;
const LABEL_ROOM = 26;
const LONGEST_LABEL = 18;
const NEAR = 12;

/**
 * Shapes over spokes; marks are the corners of the shapes, series by series.
 * @param axes titles of the spokes
 */
export function radarFigure(
  axes: readonly string[],
  series: readonly RadarSeries[],
): FigureModel<RadarLayout> {
  const corners = series.flatMap((one, at) =>
    axes.flatMap((_, axis) => (one.shares[axis] == null ? [] : [{ series: at, axis }])),
  );
  const angleOf = (axis: number) => (axis / Math.max(1, axes.length)) * 2 * Math.PI - Math.PI / 2;
  const at = ({ centre, radius }: RadarLayout, axis: number, share: number): Place => ({
    left: centre.left + Math.cos(angleOf(axis)) * radius * share,
    top: centre.top + Math.sin(angleOf(axis)) * radius * share,
  });
  const placeOf = (layout: RadarLayout, mark: number): Place => {
    const corner = corners[mark];
    const share = corner === undefined ? null : series[corner.series]?.shares[corner.axis];
    return corner === undefined || share == null ? layout.centre : at(layout, corner.axis, share);
  };

  function paintShape(pen: Pen, layout: RadarLayout, one: RadarSeries, colour: string): void {
    const places = axes.map((_, axis) => {
      const share = one.shares[axis];
      return share == null ? null : at(layout, axis, share);
    });
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    pen.lineWidth = 1.75;
    if (places.every((place) => place !== null)) {
      pen.beginPath();
      for (const [index, { left, top }] of places.entries()) {
        if (index === 0) pen.moveTo(left, top);
        else pen.lineTo(left, top);
      }
      pen.closePath();
      pen.globalAlpha = 0.09;
      pen.fill();
      pen.globalAlpha = 1;
    }
    for (const [index, from] of places.entries()) {
      const to = places[(index + 1) % places.length];
      if (from !== null && to != null) strokeLine(pen, from.left, from.top, to.left, to.top);
      if (from !== null) dot(pen, from, 2.5);
    }
  }

  return {
    order: [...corners.keys()],
    layout: (width, height) => ({
      centre: { left: width / 2, top: height / 2 },
      radius: Math.max(1, Math.min(width / 2 - 3 * LABEL_ROOM, height / 2 - LABEL_ROOM)),
    }),
    paint(pen, layout, theme) {
      paintWeb(pen, layout, theme, axes, at);
      for (const one of series) paintShape(pen, layout, one, theme.colour(one.colour));
    },
    paintMark(pen, layout, theme, mark) {
      const one = series[corners[mark]?.series ?? -1];
      if (one === undefined) return;
      paintShape(pen, layout, one, theme.colour(one.colour));
      pen.fillStyle = theme.colour(one.colour);
      dot(pen, placeOf(layout, mark), 5);
    },
    find(layout, { left, top }) {
      let [best, nearest]: [number | null, number] = [null, NEAR];
      for (const mark of corners.keys()) {
        const place = placeOf(layout, mark);
        const distance = Math.hypot(place.left - left, place.top - top);
        if (distance < nearest) [best, nearest] = [mark, distance];
      }
      return best;
    },
    placeOf,
    tell(mark) {
      const corner = corners[mark];
      const one = series[corner?.series ?? -1];
      if (corner === undefined || one === undefined) return { heading: '', colour: null, rows: [] };
      return {
        heading: one.label,
        colour: one.colour,
        rows: [{ name: axes[corner.axis] ?? '', value: one.texts[corner.axis] ?? '' }],
      };
    },
  };
}

function paintWeb(
  pen: Pen,
  layout: RadarLayout,
  theme: ChartTheme,
  axes: readonly string[],
  at: (layout: RadarLayout, axis: number, share: number) => Place,
): void {
  pen.strokeStyle = theme.grid;
  pen.lineWidth = 1;
  for (let ring = 1; ring <= RINGS; ring += 1) {
    pen.beginPath();
    for (const axis of axes.keys()) {
      const { left, top } = at(layout, axis, ring / RINGS);
      if (axis === 0) pen.moveTo(left, top);
      else pen.lineTo(left, top);
    }
    pen.closePath();
    pen.stroke();
  }
  pen.fillStyle = theme.axis;
  pen.font = theme.font;
  pen.textBaseline = 'middle';
  for (const [axis, title] of axes.entries()) {
    const end = at(layout, axis, 1);
    strokeLine(pen, layout.centre.left, layout.centre.top, end.left, end.top);
    const label = at(layout, axis, 1 + 12 / layout.radius);
    const aside = label.left - layout.centre.left;
    pen.textAlign = Math.abs(aside) < 4 ? 'center' : aside > 0 ? 'left' : 'right';
    pen.fillText(canvasText(title, LONGEST_LABEL), label.left, label.top);
  }
}

function dot(pen: Pen, { left, top }: Place, radius: number): void {
  pen.beginPath();
  pen.arc(left, top, radius, 0, 2 * Math.PI);
  pen.fill();
}
