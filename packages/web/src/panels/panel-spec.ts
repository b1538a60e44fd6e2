/** One number that runs log again and again. */
export interface MetricRef {
  readonly stream: 'history' | 'system';
  readonly key: string;
}

/** A panel of a board: which one, of what type, about what. */
export interface PanelSpec {
  /** Tells it from all others of the board; the same on each visit, so that addresses can name it. */
  readonly id: string;
  /** Id of its `PanelType`. */
  readonly type: string;
  readonly title: string;
  /** The metric that it came by itself for; null when a reader added it. */
  readonly metric: MetricRef | null;
  /** What the reader set, as it was saved: read by the type's schema. */
  readonly settings: PanelSettings;
  /** What the section around it sets, and what the workspace does: the nearest wins. */
  readonly outer: readonly PanelSettings[];
}

/** Settings as they are saved: JSON, of which each type of panel reads its own members. */
export type PanelSettings = Readonly<Record<string, unknown>>;
