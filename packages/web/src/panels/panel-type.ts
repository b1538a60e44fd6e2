import type { ComponentType } from 'react';

/** One number that runs log again and again. */
export interface MetricRef {
  readonly stream: 'history' | 'system';
  readonly key: string;
}

/** A panel of a board: which one, of what type, about what. */
export interface PanelSpec {
  /** Tells it from all others of the board; the same on each visit, so that addresses can name it. */
  readonly id: string;
  /** Id of its {@link PanelType}. */
  readonly type: string;
  readonly title: string;
  readonly metric: MetricRef;
}

export interface PanelProps {
  readonly spec: PanelSpec;
  /** Of the panel in CSS pixels, for those that fetch as many points as they have pixels. */
  readonly width: number;
  readonly isFullScreen: boolean;
}

/**
 * A kind of panel. A new one is a folder beside `line/` that exports its manifest, and one line in
 * `registry.ts`; board, full screen and address work with it as they are.
 */
export interface PanelType {
  /** Stands in addresses and saved views: never changes. */
  readonly id: string;
  /** For people, e.g. in a menu of types. */
  readonly name: string;
  /** Whether a metric gets a panel of this type by itself, when no type before it took it. */
  readonly takesMetric: (metric: MetricRef) => boolean;
  /** Draws the panel inside a `PanelFrame`. */
  readonly Panel: ComponentType<PanelProps>;
}
