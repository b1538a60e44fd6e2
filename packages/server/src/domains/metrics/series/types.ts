import type { BucketColumn, Grid, LineBuckets, ParsedPanelRequest } from '@runloom/model';
import type { Run } from '../../runs/index.ts';
import type { Stream } from '../types.ts';
import type { Measure } from './measure.ts';

/** Where points stand on the x axis of a panel. */
export type Axis =
  | { readonly kind: 'step' }
  /** Seconds by the clock of the client, since the run's start or since the epoch. */
  | { readonly kind: 'time'; readonly since: 'start' | 'epoch' }
  | { readonly kind: 'measure'; readonly measure: Measure };

export interface Span {
  readonly min: number;
  readonly max: number;
}

/** A panel as it is read: its request taken apart. */
export interface PanelPlan {
  readonly stream: Stream;
  readonly axis: Axis;
  /** Null is everything. */
  readonly range: Span | null;
  readonly buckets: number;
  readonly columns: readonly BucketColumn[];
  readonly smoothing: ParsedPanelRequest['smoothing'];
  readonly rangeOfX: number | null;
}

/** Points of a line in view, in the order of x, those of equal x in the order of steps. */
export interface LinePointColumns {
  readonly x: Float64Array;
  readonly value: Float64Array;
  readonly step: Float64Array;
  readonly smoothed: Float64Array | null;
}

/** What one run has to show of one measure. */
export type RunLine = {
  readonly run: Run;
  /** x went down from one step to the next. */
  readonly backwards: boolean;
} & (
  | { readonly kind: 'points'; readonly points: LinePointColumns }
  | {
      readonly kind: 'buckets';
      readonly grid: Grid;
      readonly buckets: LineBuckets;
      readonly firstX: number;
    }
);

export type { ParsedPanelRequest };
