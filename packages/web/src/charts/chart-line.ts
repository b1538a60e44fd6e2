/** One line of a chart, ready to be drawn. Columns have the same length; x is ascending. */
export interface ChartLine {
  readonly id: string;
  /** The run, or the label of the group, that it is of: what is pointed at in lists. */
  readonly source: string;
  readonly label: string;
  /** Any CSS colour, `var(--run-0)` among them. */
  readonly colour: string;
  /** CSS pixels; null as the chart says. */
  readonly width: number | null;
  /** Lengths of dashes and gaps, in widths of the line; empty draws it through. */
  readonly dash: readonly number[];
  readonly x: Float64Array;
  /** What the line passes through; no line where it is not finite. */
  readonly y: Float64Array;
  /** What was logged, drawn faintly behind a smoothed line; null where y is that already. */
  readonly original: Float64Array | null;
  readonly band: LineBand | null;
  /** Of a group: the lines of its runs, drawn faintly behind; absent where they are not. */
  readonly samples?: readonly LineSample[];
  /** Points that have no place on the y axis. */
  readonly marks: readonly LineMark[];
  readonly counts: LineCounts;
  /** Of a group: how many runs have a value at each x. */
  readonly runs: Float64Array | null;
  /** Other numbers that are known at each x, by the name that legends use: `mean`, `stddev`, … */
  readonly statistics: Readonly<Record<string, Float64Array>>;
  /** What the tooltip says of a place, in place of the value; null says the value. */
  readonly tell: ((place: LinePlace) => string) | null;
}

/** The line of one run of a group. Columns have the same length; x is ascending. */
export interface LineSample {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What is shaded around a line. */
export interface LineBand {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** `envelope`: lowest to highest point of each bucket. `interval`: what is told of a group. */
  readonly kind: 'envelope' | 'interval';
  /** In words, for the tooltip: “95 % interval”. */
  readonly name: string;
}

/** The numbers of a line at one x. */
export interface LinePlace {
  readonly x: number;
  readonly y: number;
  readonly original: number | null;
  readonly statistics: Readonly<Record<string, number>>;
  /** Which share of the sum of all lines of the chart this one is, in percent. */
  readonly percentOf: () => number;
}

export interface LineMark {
  readonly x: number;
  readonly kind: 'nan' | 'infinity' | 'minus-infinity';
}

/** What the line was computed from. */
export interface LineCounts {
  readonly points: number;
  /** Null when every point is drawn. */
  readonly buckets: number | null;
  readonly nans: number;
  readonly infinities: number;
}
