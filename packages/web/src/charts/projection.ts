import type { Range } from './extent.ts';

/** The plotting area and the ranges that it shows. CSS pixels. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Range;
  readonly y: Range;
  readonly xLog: boolean;
  readonly yLog: boolean;
}

/** From values to CSS pixels and back; NaN where a logarithmic axis has no place for the value. */
export interface Projection {
  readonly area: PlotArea;
  x(value: number): number;
  y(value: number): number;
  /** The x at a place. */
  toX(left: number): number;
  toY(top: number): number;
}

export function createProjection(area: PlotArea): Projection {
  const { left, top, width, height } = area;
  const bottom = top + height;
  const horizontal = axis(area.x, area.xLog, width);
  const vertical = axis(area.y, area.yLog, height);
  return {
    area,
    x: (value) => left + horizontal.to(value),
    y: (value) => bottom - vertical.to(value),
    toX: (place) => horizontal.from(place - left),
    toY: (place) => vertical.from(bottom - place),
  };
}

function axis({ min, max }: Range, isLog: boolean, length: number) {
  if (!isLog) {
    const perUnit = length / (max - min);
    return {
      to: (value: number) => (value - min) * perUnit,
      from: (place: number) => min + place / perUnit,
    };
  }
  const low = Math.log10(min);
  const perDecade = length / (Math.log10(max) - low);
  return {
    to: (value: number) => (value > 0 ? (Math.log10(value) - low) * perDecade : Number.NaN),
    from: (place: number) => 10 ** (low + place / perDecade),
  };
}
